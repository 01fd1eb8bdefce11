package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.contract.support.PrefixedServer;
import org.meanwhile.contract.support.PrefixedServer.Prefixed;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages behind a proxy that shows the server below another path. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, PrefixedServer.class})
class BehindPrefixIT {
  private static final String CREATE = "#operations-Jobs-createJob";

  private final Browser browser;
  private final Prefixed prefixed;
  private final URI root;

  BehindPrefixIT(Browser browser, Prefixed prefixed) {
    this.browser = browser;
    this.prefixed = prefixed;
    this.root = prefixed.proxy().uri();
  }

  private void open(String page) {
    browser.open(root, root.getPath().substring(1) + page);
  }

  @Test
  void the_console_runs_a_job_and_none_of_its_links_leads_outside() {
    prefixed.proxy().strays().clear();
    open("#/start/simulate");
    browser.awaitText("dialog", "Sign in with a token");
    browser.find("dialog input").sendKeys(prefixed.token(), Keys.ENTER);
    browser.named("Start the job").click();
    browser.awaitText(".status", "Succeeded");

    assertThat(browser.all("a[href]"))
        .hasSizeGreaterThan(5)
        .extracting(link -> link.getDomProperty("href"))
        .allMatch(address -> address.startsWith(root.toString()));
    browser.named("Catalogue").click();
    browser.awaitText(".raw", "\"self\": \"" + root + "operation/simulate\"");
    browser.named("API explorer").click();
    browser.awaitText(".info .title", "Meanwhile");
    browser.named("← Meanwhile").click();
    browser.awaitText("main", "shown, that is all");
    browser.named("OpenAPI").click();
    browser.awaitText("body", "openapi: 3");
    // Favicons are asked for at the root of the host, whatever a page says.
    assertThat(prefixed.proxy().strays()).allMatch("/favicon.ico"::equals);
  }

  @Test
  void the_explorer_sends_its_requests_to_the_address_of_its_page() {
    for (URI page : new URI[] {root, prefixed.root()}) {
      browser.open(page, page.getPath().substring(1) + "swagger-ui/");
      browser.find("button.authorize").click();
      browser.find(".dialog-ux input").sendKeys(prefixed.token());
      browser.find(".dialog-ux button.authorize").click();
      browser.find(".dialog-ux .btn-done").click();
      browser.find(CREATE + " .opblock-summary-control").click();
      browser.find(CREATE + " .execute").click();

      browser.awaitText(CREATE + " .live-responses-table .response .response-col_status", "202");
      WebElement address = browser.find(CREATE + " .request-url");
      assertThat(address.getText()).contains(page + "job");
    }
  }

  @Test
  void a_console_that_was_opened_past_the_proxy_follows_a_job() {
    URI inside = prefixed.root();
    browser.open(inside, inside.getPath().substring(1) + "#/start/simulate");
    browser.find("dialog input").sendKeys(prefixed.token(), Keys.ENTER);
    browser.named("Start the job").click();

    browser.awaitText(".status", "Succeeded");
    browser.run("sessionStorage.clear()");
    assertThat(browser.complaints()).isEmpty();
  }
}
