package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.contract.support.TokenServer;
import org.openqa.selenium.Keys;

/** The console of a server that requires tokens. */
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
    String token = guarded.token("explorer", "submitter");
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
    String token = guarded.token("looker", "submitter");
    String operators = guarded.token("overseer", "operator");
    browser.open(guarded.server().uri(), "#/start/simulate");
    browser.awaitText("dialog", "Sign in with a token");
    browser.find("dialog input").sendKeys("mw_nobodys", Keys.ENTER);
    browser.awaitText("dialog", "does not accept this token");
    browser.find("dialog input").sendKeys(token, Keys.ENTER);

    browser.named("Start the job").click();
    browser.awaitText(".status", "Succeeded");
    browser.run("location.hash = '#/jobs'");
    browser.awaitText("main", "1 shown, that is all");

    // An operator sees the caller of a job.
    browser.named("Sign out").click();
    browser.find("dialog input").sendKeys(operators, Keys.ENTER);
    browser.awaitText("main .caller", "looker");
    assertThat(browser.accessibilityFaults()).isEmpty();

    // The next test starts signed out.
    browser.run("sessionStorage.clear()");
  }

  @Test
  void the_header_says_who_is_signed_in_and_offers_what_their_groups_allow() {
    browser.open(guarded.server().uri(), "#/start");
    signIn(guarded.token("submitting", "submitter"));
    browser.awaitText(".account", "submitting");
    browser.awaitText("main h1", "Start a job");
    assertThat(browser.find("header nav").getText()).doesNotContain("Overview");
    assertThat(browser.find("footer").getText()).doesNotContain("Metrics");

    browser.run("location.hash = '#/overview'");
    browser.awaitText(".state", "You are submitting, in the group submitter");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.screenshot("not-for-submitters");

    browser.named("Sign out").click();
    signIn(guarded.token("operating", "operator"));
    browser.awaitText(".account", "operating");
    browser.named("Metrics").click();
    browser.awaitText(".raw", "# TYPE");
    browser.named("Catalogue").click();
    browser.awaitText(".raw", "\"name\": \"simulate\"");
    browser.run("sessionStorage.clear()");
  }

  @Test
  void a_form_stays_as_it_is_while_somebody_signs_in() {
    browser.open(guarded.server().uri(), "#/start/simulate");
    signIn(guarded.token("patient", "submitter"));
    browser.field("Steps").sendKeys("33");
    browser.run("sessionStorage.setItem('meanwhile.token', 'mw_over')");
    browser.named("Start the job").click();

    browser.awaitText("dialog", "does not accept this token");
    signIn(guarded.token("still-patient", "submitter"));

    browser.awaitText("form.start .note", "The form is as you left it");
    assertThat(browser.field("Steps").getDomProperty("value")).isEqualTo("33");
    browser.press(Keys.ENTER);
    browser.awaitText(".status", "Succeeded");
    browser.run("sessionStorage.clear()");
  }

  private void signIn(String token) {
    browser.find("dialog input").sendKeys(token, Keys.ENTER);
  }

  private void execute(String status) {
    browser.find(CREATE + " .execute").click();
    browser.awaitText(CREATE + " .live-responses-table .response .response-col_status", status);
  }
}
