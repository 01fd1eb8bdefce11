package org.meanwhile.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.browser.support.PublicPages;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Proxy;

/** The pages behind a proxy that speaks TLS and shows the node below {@code /jobs/}. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(Chromium.class)
abstract class PublicAddressContract {
  private final Browser browser;
  private final EdgeNode node;
  private final Proxy proxy;
  private URI root;
  private PublicPages pages;

  PublicAddressContract(Browser browser, Proxy plain, EdgeNode node) {
    this.browser = browser;
    this.node = node;
    proxy =
        new Proxy(plain.kind(), "public")
            .before(node.server().port(), node.healthPort())
            .atPublicAddress();
  }

  @BeforeAll
  void start() {
    proxy.start();
    root = proxy.publicUri();
    pages = new PublicPages(browser, root, node.honest());
  }

  @AfterAll
  void stop() {
    proxy.close();
  }

  @Test
  void the_console_runs_a_job_and_none_of_its_links_leads_outside() {
    pages.runJobInConsole();
    pages.followLinksOfConsole();
  }

  @Test
  void the_explorer_sends_its_requests_to_the_public_address() {
    assertThat(pages.runJobInExplorer()).contains("\"self\": \"" + root + "job/");
  }

  @Test
  void without_its_slash_the_prefix_leads_to_the_console_and_beside_it_is_nothing() {
    browser.open(root, "jobs");
    browser.awaitAddress("/jobs/");
    browser.awaitText("dialog", "Sign in with a token");

    browser.open(root, "job");
    browser.awaitText("body", "404");
  }
}
