package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The actions in the list of jobs, and the state that it keeps in the address. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, SharedServer.class})
class JobsPageIT {
  private static final String ROWS = ".jobs [role=rowgroup]:not(.heads) .job";

  private final Browser browser;
  private final Client client;
  private final String label = UUID.randomUUID().toString();

  JobsPageIT(Browser browser, Client client) {
    this.browser = browser;
    this.client = client;
  }

  @BeforeEach
  @AfterEach
  void nobody_has_chosen_anything() {
    browser.open(client.base(), "#/start");
    browser.run("sessionStorage.clear(); localStorage.clear()");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void chosen_jobs_are_cancelled_at_once_and_those_that_have_ended_are_left_alone() {
    String ended = accepted("outputBytes", 9);
    client.awaitEnd(ended);
    String waiting = waiting();
    waiting();
    list(3);

    browser.find(".selection input").sendKeys(Keys.SPACE);
    browser.awaitText(".selection", "3 chosen");
    browser.named("Cancel 2 jobs").click();
    browser.awaitText("dialog", "2 waiting: none has started yet");
    browser.awaitText("dialog", "The other 1 job of your choice stays as it is");
    browser.screenshot("bulk-confirm");
    assertThat(browser.accessibilityFaults()).isEmpty();
    confirm();

    browser.awaitText("#doings .doing", "2 done.");
    assertThat(client.status(waiting).getString("status")).isEqualTo("Canceled");
    client.output(ended).then().statusCode(200);

    browser.find(".selection input").sendKeys(Keys.SPACE);
    browser.named("Delete 1 output").click();
    confirm();
    browser.awaitText("#doings", "1 done.");
    client.output(ended).then().statusCode(410);
  }

  @Test
  void what_is_refused_is_told_with_its_reason() {
    String refused = waiting();
    String waiting = waiting();
    list(2);
    box(waiting).click();
    box(refused).sendKeys(Keys.SPACE);
    browser.named("Suspend 2 jobs").click();
    browser.find("dialog");
    client.cancel(refused);
    confirm();

    browser.awaitText("#doings .doing", "1 done, 1 refused.");
    assertThat(browser.find("#doings li a").getDomAttribute("href")).endsWith(refused);
    browser.screenshot("bulk-failed");
    assertThat(browser.accessibilityFaults()).isEmpty();
    assertThat(client.status(waiting).getString("waitingFor[0].kind")).isEqualTo("suspended");
    client.cancel(waiting);
  }

  @Test
  void a_paused_list_says_what_waits_and_stays_paused() {
    String first = waiting();
    list(1);
    browser.named("Pause").click();
    browser.awaitText(".paused", "Nothing has changed");

    waiting();
    client.cancel(first);

    browser.awaitText(".paused", "1 new, 1 changed");
    browser.screenshot("paused");
    assertThat(browser.accessibilityFaults()).isEmpty();
    assertThat(browser.all(ROWS)).hasSize(1);

    browser.find(".tab.NotStarted").click();
    browser.awaitText(".paused", "Paused: the list is as of");
    browser.reload();
    browser.awaitText(".paused", "Paused: the list is as of");
    browser.find(".tab:first-child").click();
    browser.named("Paused: go on").click();
    browser.awaitCount(ROWS, 2);
    waiting();
    browser.awaitCount(ROWS, 3);
  }

  @Test
  void tabs_tell_how_many_wait_and_run() {
    waiting();
    list(1);
    browser.awaitText(".tab.NotStarted", "Waiting 1");
    waiting();
    browser.awaitText(".tab.NotStarted", "Waiting 2");
    browser.awaitText(".tab.Running", "Running 0");
  }

  @Test
  void a_failed_jobs_row_shows_the_line_that_explains() {
    String id = client.accepted(Map.of("operation", "trace", "labels", Map.of("by", label)));
    client.awaitEnd(id);
    list(1);
    WebElement cell = browser.find(ROWS + " > .progress");
    assertThat(cell.getText()).isEqualTo("ValueError: no such month");
    assertThat(cell.getAttribute("title")).contains("exit code 3").contains("Traceback");
  }

  /** WCAG 2.2, 2.5.8: at least 24 by 24 CSS pixels. */
  @Test
  void everything_to_press_in_the_list_is_large_enough() {
    waiting();
    list(1);
    for (int width : new int[] {320, 1440}) {
      browser.look(width, 900, "light");
      assertThat(
              browser.run(
                  """
                  return [...main.querySelectorAll('a, button, input, select, summary')]
                    .filter((each) => each.checkVisibility())
                    .map((each) => [each.outerHTML, each.getBoundingClientRect()])
                    .filter(([, box]) => Math.round(box.height) < 24 || Math.round(box.width) < 24)
                    .map(([text, { width, height }]) => `${width} x ${height}: ${text}`).join('\\n')"""))
          .as("%d pixels wide", width)
          .isEqualTo("");
    }
    browser.wide();
  }

  @Test
  void who_comes_back_is_where_they_were() {
    for (int i = 0; i < 40; i++) {
      // Validating each answer against the OpenAPI document would take most of the time.
      client.askUndescribed().contentType("application/json").body(waitingJob()).post("/job");
    }
    list(40);
    browser.run("document.querySelectorAll('.jobs .name a:first-child')[30].focus()");
    Object row = browser.run("return document.activeElement.hash");
    Object top = browser.run("return document.activeElement.getBoundingClientRect().top");
    browser.press(Keys.ENTER);
    browser.find(".jobpage");

    browser.run("history.back()");

    browser.await(
        "the row has the focus again",
        () -> row.equals(browser.run("return document.activeElement.hash")) ? Boolean.TRUE : null);
    browser.await(
        "it is where it was",
        () ->
            browser
                    .run(
                        "return Math.abs(document.activeElement.getBoundingClientRect().top"
                            + " - arguments[0]) < 3",
                        top)
                    .equals(Boolean.TRUE)
                ? Boolean.TRUE
                : null);
  }

  @Test
  void times_are_absolute_for_whoever_wants_them() {
    waiting();
    list(1);
    browser.awaitText(".created time", "ago");

    browser.named("Absolute times").click();

    browser.awaitText(".created time", ":");
    browser.reload();
    browser.awaitText(".created time", ":");
    browser.look(375, 812, "dark");
    browser.screenshot("jobs-absolute-375");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.wide();
  }

  @Test
  void what_waits_for_its_time_says_when_it_starts() {
    waiting();
    list(1);

    browser.awaitText(ROWS + " .progress", "starts in");
  }

  @Test
  void filters_that_are_used_less_are_folded_and_told_when_in_use() {
    browser.open(client.base(), "#/jobs");
    browser.find("h1");
    assertThat(browser.run("return document.querySelector('.filters .more').open"))
        .isEqualTo(false);
    browser.find(".filters .more summary").sendKeys(Keys.SPACE);
    assertThat(browser.find("input[name=createdAfter]").isDisplayed()).as("unfolded").isTrue();

    browser.open(client.base(), "#/jobs?createdAfter=2026-01-01T00:00:00Z");
    browser.awaitText(".chips", "Created after");
  }

  private void list(int rows) {
    browser.open(client.base(), "#/jobs?label=by:" + label);
    browser.awaitCount(ROWS, rows);
  }

  private WebElement box(String id) {
    return browser.find("[data-id='" + id + "'] input");
  }

  private void confirm() {
    browser.find("dialog").findElement(By.cssSelector(".danger")).click();
  }

  private String accepted(String member, Object value) {
    return client.accepted(
        Map.of(
            "operation",
            "simulate",
            "input",
            Map.of(member, value),
            "labels",
            Map.of("by", label)));
  }

  private String waiting() {
    return client.accepted(waitingJob());
  }

  private Map<String, ?> waitingJob() {
    return Map.of(
        "operation", "simulate", "startAt", Client.TOMORROW, "labels", Map.of("by", label));
  }
}
