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
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Proxy;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages behind a proxy that speaks TLS and shows the node below {@code /jobs/}. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(Chromium.class)
abstract class PublicAddressContract {
  private static final String CREATE = "#operations-Jobs-createJob";

  private final Browser browser;
  private final EdgeNode node;
  private final Proxy proxy;
  private URI root;

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
  }

  @AfterAll
  void stop() {
    proxy.close();
  }

  @Test
  void the_console_runs_a_job_and_none_of_its_links_leads_outside() {
    open("#/start/simulate");
    browser.awaitText("dialog", "Sign in with a token");
    browser.find("dialog input").sendKeys(node.honest(), Keys.ENTER);
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
    assertThat(browser.complaints()).isEmpty();
    browser.named("OpenAPI").click();
    browser.awaitText("body", "openapi: 3");
  }

  @Test
  void the_explorer_sends_its_requests_to_the_public_address() {
    open("swagger-ui/");
    browser.find("button.authorize").click();
    browser.find(".dialog-ux input").sendKeys(node.honest());
    browser.find(".dialog-ux button.authorize").click();
    browser.find(".dialog-ux .btn-done").click();
    browser.find(CREATE + " .opblock-summary-control").click();
    browser.find(CREATE + " .execute").click();

    browser.awaitText(CREATE + " .live-responses-table .response .response-col_status", "202");
    WebElement address = browser.find(CREATE + " .request-url");
    assertThat(address.getText()).contains(root + "job");
    String answer = browser.find(CREATE + " .live-responses-table .highlight-code").getText();
    assertThat(answer).contains("\"self\": \"" + root + "job/");
  }

  @Test
  void without_its_slash_the_prefix_leads_to_the_console_and_beside_it_is_nothing() {
    browser.open(root, "jobs");
    browser.awaitAddress("/jobs/");
    browser.awaitText("dialog", "Sign in with a token");

    browser.open(root, "job");
    browser.awaitText("body", "404");
  }

  private void open(String page) {
    browser.open(root, "jobs/" + page);
    browser.run("sessionStorage.clear()");
    browser.open(root, "jobs/" + page);
  }
}
