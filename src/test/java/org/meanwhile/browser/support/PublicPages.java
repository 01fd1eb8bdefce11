package org.meanwhile.browser.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * What holds for the pages wherever clients see them: behind a proxy, below a path.
 *
 * @param root where the pages are seen, with a slash at its end
 * @param token of somebody who may create jobs
 */
public record PublicPages(Browser browser, URI root, String token) {
  private static final String CREATE = "#operations-Jobs-createJob";

  /** Opens a page, signed out. */
  public void open(String page) {
    String path = root.getPath().substring(1) + page;
    browser.open(root, path);
    browser.run("sessionStorage.clear()");
    browser.open(root, path);
  }

  /** Starts a job by the form. Leaves the page of the job, which has succeeded. */
  public void runJobInConsole() {
    open("#/start/simulate");
    browser.awaitText("dialog", "Sign in with a token");
    browser.find("dialog input").sendKeys(token, Keys.ENTER);
    browser.named("Start the job").click();
    browser.awaitText(".status", "Succeeded");
  }

  /** Follows the links of a job's page and of what they lead to: none leads outside. */
  public void followLinksOfConsole() {
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

  /** Creates a job in the explorer, at the address of its page; returns the status document. */
  public String runJobInExplorer() {
    open("swagger-ui/");
    browser.find("button.authorize").click();
    browser.find(".dialog-ux input").sendKeys(token);
    browser.find(".dialog-ux button.authorize").click();
    browser.find(".dialog-ux .btn-done").click();
    browser.find(CREATE + " .opblock-summary-control").click();
    browser.find(CREATE + " .execute").click();

    browser.awaitText(CREATE + " .live-responses-table .response .response-col_status", "202");
    WebElement address = browser.find(CREATE + " .request-url");
    assertThat(address.getText()).contains(root + "job");
    return browser.find(CREATE + " .live-responses-table .highlight-code").getText();
  }
}
