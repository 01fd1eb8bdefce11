package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.browser.support.PublicPages;
import org.meanwhile.contract.support.PrefixedServer;
import org.meanwhile.contract.support.PrefixedServer.Prefixed;

/** The pages behind a proxy that shows the server below another path. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, PrefixedServer.class})
class BehindPrefixIT {
  private final Browser browser;
  private final Prefixed prefixed;

  BehindPrefixIT(Browser browser, Prefixed prefixed) {
    this.browser = browser;
    this.prefixed = prefixed;
  }

  private PublicPages pages(URI root) {
    return new PublicPages(browser, root, prefixed.token());
  }

  @Test
  void the_console_runs_a_job_and_none_of_its_links_leads_outside() {
    prefixed.proxy().strays().clear();
    PublicPages pages = pages(prefixed.proxy().uri());
    pages.runJobInConsole();
    pages.followLinksOfConsole();

    // Favicons are asked for at the root of the host, whatever a page says.
    assertThat(prefixed.proxy().strays()).allMatch("/favicon.ico"::equals);
  }

  @Test
  void the_explorer_sends_its_requests_to_the_address_of_its_page() {
    for (URI root : new URI[] {prefixed.proxy().uri(), prefixed.root()}) {
      pages(root).runJobInExplorer();
    }
  }

  @Test
  void a_console_that_was_opened_past_the_proxy_follows_a_job() {
    pages(prefixed.root()).runJobInConsole();

    browser.run("sessionStorage.clear()");
    assertThat(browser.complaints()).isEmpty();
  }
}
