package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
import org.openqa.selenium.Keys;

/** An operator's morning: what failed, by which causes, run again, and found again. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, SharedServer.class})
class MorningIT {
  private static final String ROWS = ".jobs [role=rowgroup]:not(.heads) .job";

  private final Browser browser;
  private final Client client;
  private final String label = UUID.randomUUID().toString();

  MorningIT(Browser browser, Client client) {
    this.browser = browser;
    this.client = client;
  }

  @BeforeEach
  @AfterEach
  void nothing_is_kept_in_the_browser() {
    browser.open(client.base(), "#/start");
    browser.run("sessionStorage.clear(); localStorage.clear()");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void failures_are_told_by_cause_and_all_of_one_are_run_again_by_keyboard_alone() {
    fails(3, 2);
    browser.open(client.base(), "#/failures?ended=hour&label=by:" + label);
    browser.awaitText(".lead", "5 jobs failed, of 2 causes");
    browser.awaitText(".cause h2", "ValueError: no such month");
    browser.looksGood("failures");

    browser.tabTo("Run all 3 again");
    browser.press(Keys.ENTER);
    browser.awaitText("dialog .matches", "3 jobs match.");
    browser.screenshot("run-all-again");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.await("the button is ready", () -> browser.focused("Run 3 jobs again"));
    browser.press(Keys.ENTER);

    browser.awaitText("#doings .doing", "3 done.");
    browser.screenshot("run-all-again-done");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.awaitText(".lead", "8 jobs failed, of 2 causes");
    browser.tabTo("See the new jobs");
    browser.press(Keys.ENTER);
    browser.awaitAddress("#/jobs?group=");
    browser.awaitCount(ROWS, 3);
    browser.tabTo("Dismiss");
    browser.press(Keys.ENTER);
    browser.awaitCount(".doing", 0);
  }

  @Test
  void a_cause_leads_to_its_jobs_whose_rows_say_why() {
    fails(2, 1);
    browser.open(client.base(), "#/failures?ended=hour&label=by:" + label);

    browser.named("ValueError: no such month").click();

    browser.awaitAddress("#/jobs?");
    browser.awaitCount(ROWS, 2);
    browser.awaitText(ROWS + " .progress", "ValueError: no such month");
    browser.awaitText(".chips", "Last hour");
    browser.awaitText(".tab.Failed", "Failed 2");
    browser.screenshot("jobs-of-a-cause");
    assertThat(browser.accessibilityFaults()).isEmpty();
  }

  @Test
  void all_that_match_are_cancelled_after_a_preview() {
    waiting();
    waiting();
    browser.open(client.base(), "#/jobs?status=NotStarted&label=by:" + label);
    browser.awaitCount(ROWS, 2);

    browser.named("All that match…").click();
    browser.awaitText("dialog .matches", "2 jobs match.");
    browser.find("dialog input[value=cancel]").click();
    browser.named("Cancel 2 jobs").click();

    browser.awaitText("#doings .doing", "2 done.");
    browser.awaitText(".empty", "No job is like that");
  }

  /** A job that comes in between must not be touched unseen. */
  @Test
  void nothing_is_done_when_another_number_matches_by_then() {
    String first = waiting();
    browser.open(client.base(), "#/jobs?status=NotStarted&label=by:" + label);
    browser.awaitCount(ROWS, 1);
    browser.named("All that match…").click();
    browser.find("dialog input[value=cancel]").click();
    browser.named("Cancel 1 job");
    String second = waiting();

    browser.named("Cancel 1 job").click();

    browser.awaitText("#doings .doing.bad", "finds 2 jobs instead of 1");
    for (String id : List.of(first, second)) {
      assertThat(client.status(id).getString("status")).isEqualTo("NotStarted");
      client.cancel(id);
    }
  }

  @Test
  void chosen_jobs_are_suspended_resumed_and_run_again() {
    String waiting = waiting();
    String failed = client.ended(Map.of("failAtStep", 1));
    browser.open(client.base(), "#/jobs?label=by:" + label);
    browser.awaitCount(ROWS, 1);
    browser.find(".selection input").sendKeys(Keys.SPACE);
    browser.named("Suspend 1 job").click();
    browser.find("dialog .danger").click();
    browser.awaitText(ROWS + " .progress", "suspended");
    browser.find(".selection input").sendKeys(Keys.SPACE);
    browser.named("Resume 1 job").click();
    browser.find("dialog .danger").click();
    browser.awaitText(ROWS + " .progress", "starts in");
    client.cancel(waiting);

    browser.run("location.hash = arguments[0]", "#/jobs?text=" + failed);
    browser.awaitCount(ROWS, 1);
    browser.find(".selection input").sendKeys(Keys.SPACE);
    browser.named("Run 1 job again").click();
    browser.find("dialog .danger").click();
    browser.awaitText("#doings", "See the new jobs");
    browser.run("location.hash = arguments[0]", "#/jobs?rerunOf=" + failed);
    browser.awaitCount(ROWS, 1);
  }

  @Test
  void the_search_box_is_on_every_page_and_opens_a_job_by_its_id() {
    String id = waiting();
    for (String page : List.of("#/start", "#/failures", "#/overview", "#/job/" + id)) {
      browser.open(client.base(), page);
      browser.awaitCount("main h1", 1);
      browser.press("/");
      assertThat(browser.run("return document.activeElement.type")).as(page).isEqualTo("search");
    }
    // Not the whole label, which looks like an id.
    browser.press(label.substring(9), Keys.ENTER);
    browser.awaitAddress("#/jobs?text=");
    browser.awaitCount(ROWS, 1);
    browser.awaitText(".chips", label.substring(9));

    browser.open(client.base(), "#/jobs");
    browser.find("h1");
    browser.press("/", id, Keys.ENTER);
    browser.awaitAddress("#/job/" + id);
    client.cancel(id);
  }

  @Test
  void the_palette_leads_to_pages_jobs_operations_and_labels() {
    String id = waiting();
    browser.open(client.base(), "#/jobs");
    browser.find("h1");
    browser.palette("failures of last");
    browser.awaitText(".palette [aria-selected=true]", "Failures of last night");
    browser.screenshot("palette");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.press(Keys.ENTER);
    browser.awaitAddress("#/failures?ended=night");

    browser.palette("operation trace");
    browser.awaitText(".palette [aria-selected=true]", "trace");
    browser.press(Keys.ENTER);
    browser.awaitAddress("#/operation/trace");
    browser.awaitText("h1", "trace");

    browser.palette("label by:" + label);
    browser.awaitText(".palette [aria-selected=true]", "by:" + label);
    browser.press(Keys.ENTER);
    browser.awaitAddress("#/jobs?label=by%3A" + label);

    browser.palette(id.substring(0, 13));
    browser.awaitText(".palette [role=option] .kind", "Job");
    browser.press(Keys.ESCAPE);
    browser.awaitCount("dialog", 0);
    client.cancel(id);
  }

  @Test
  void views_are_saved_by_name_and_columns_are_chosen() {
    waiting();
    browser.open(client.base(), "#/jobs?label=by:" + label);
    browser.awaitCount(ROWS, 1);
    browser.named("Views").click();
    browser.find("input[name=view]").sendKeys("mine", Keys.ENTER);
    browser.awaitText(".menu li", "mine");
    browser.press(Keys.ESCAPE);
    browser.named("Columns").click();
    browser.find(".menu input[name=labels]").click();
    browser.find(".menu input[name=priority]").click();
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.screenshot("columns");

    browser.open(client.base(), "#/jobs");
    browser.find(ROWS);
    browser.named("Views").click();
    browser.named("mine").click();
    browser.awaitAddress(label);
    browser.awaitCount(ROWS, 1);
    assertThat(browser.all(".heads [role=columnheader]").stream().map(h -> h.getText()).toList())
        .contains("Priority")
        .doesNotContain("Labels");
  }

  @Test
  void a_filter_goes_when_its_chip_is_pressed() {
    waiting();
    browser.open(client.base(), "#/jobs?operation=simulate&label=by:" + label + "&label=by");
    browser.awaitCount(".chip", 3);
    browser.find("[aria-label='Remove the filter Label by']").click();
    browser.awaitCount(".chip", 2);
    assertThat(browser.address()).contains("operation=simulate").contains(label);
    browser.named("Clear all").click();
    browser.awaitCount(".chip", 0);
    assertThat(browser.address()).endsWith("#/jobs");
  }

  @Test
  void rows_are_32_pixels_high_with_labels_on_one_line() {
    client.accepted(
        Map.of(
            "operation",
            "simulate",
            "startAt",
            Client.TOMORROW,
            "labels",
            Map.of("by", label, "b", "x".repeat(60), "c", "y".repeat(60), "d", "z".repeat(60))));
    browser.open(client.base(), "#/jobs?label=by:" + label);
    browser.awaitCount(ROWS, 1);
    assertThat(browser.run("return document.querySelector(arguments[0]).offsetHeight", ROWS))
        .isEqualTo(32L);
  }

  /** So many jobs with one cause, and with another. */
  private void fails(int traces, int simulations) {
    for (int i = 0; i < traces; i++) {
      client.awaitEnd(client.accepted(Map.of("operation", "trace", "labels", by())));
    }
    for (int i = 0; i < simulations; i++) {
      client.awaitEnd(
          client.accepted(
              Map.of("operation", "simulate", "input", Map.of("failAtStep", 1), "labels", by())));
    }
  }

  private String waiting() {
    return client.accepted(
        Map.of("operation", "simulate", "startAt", Client.TOMORROW, "labels", by()));
  }

  private Map<String, String> by() {
    return Map.of("by", label);
  }
}
