package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.TokenServer;
import org.openqa.selenium.Keys;

/** On a server that asks for tokens. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, TokenServer.class})
class SignedInIT {
  private static final String CREATE = "#operations-Jobs-createJob";

  private final Browser browser;
  private final TokenServer.Guarded guarded;

  SignedInIT(Browser browser, TokenServer.Guarded guarded) {
    this.browser = browser;
    this.guarded = guarded;
  }

  @Test
  void swagger_ui_runs_a_job_for_whoever_authorizes() {
    String token = guarded.keys().token("explorer", "submitter");
    browser.open(guarded.server().uri(), "swagger-ui/");
    browser.find(CREATE + " .opblock-summary-control").click();
    execute("401");

    browser.find("button.authorize").click();
    browser.find(".dialog-ux input").sendKeys(token);
    browser.find(".dialog-ux button.authorize").click();
    browser.find(".dialog-ux .btn-done").click();

    execute("202");
  }

  @Test
  void the_console_asks_for_a_token_and_works_with_it() {
    String token = guarded.keys().token("looker", "submitter");
    String operators = guarded.keys().token("overseer", "operator");
    browser.open(guarded.server().uri(), "#/start/simulate");
    browser.awaitText("dialog", "Sign in with a token");
    browser.find("dialog input").sendKeys("mw_nobodys", Keys.ENTER);
    browser.awaitText("dialog", "does not accept this token");
    browser.find("dialog input").sendKeys(token, Keys.ENTER);

    browser.named("Start the job").click();
    browser.awaitText(".status", "Succeeded");
    browser.run("location.hash = '#/jobs'");
    browser.awaitText("main", "1 shown, that is all");

    // An operator sees whose it is.
    browser.named("Sign out").click();
    browser.find("dialog input").sendKeys(operators, Keys.ENTER);
    browser.awaitText("main .caller", "looker");
    assertThat(browser.accessibilityFaults()).isEmpty();

    // The next test's browser is nobody's again.
    browser.run("sessionStorage.clear()");
  }

  private void execute(String status) {
    browser.find(CREATE + " .execute").click();
    browser.awaitText(CREATE + " .live-responses-table .response .response-col_status", status);
  }
}
