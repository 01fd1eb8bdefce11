package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;
import org.openqa.selenium.Keys;

/** The page of a group, and the picture of what is before and after a job. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, SharedServer.class})
class GroupPageIT {
  private static final String ROWS = ".jobs [role=rowgroup]:not(.heads) .job";
  private static final String BOXES = ".chain [role=list] > [role=listitem]";
  private static final Map<String, Object> LATER =
      Map.of("operation", "simulate", "startAt", Client.TOMORROW);

  private final Browser browser;
  private final Client client;

  GroupPageIT(Browser browser, Client client) {
    this.browser = browser;
    this.client = client;
  }

  @AfterEach
  void no_script_failed() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_group_shows_where_its_members_are_and_why_some_failed() {
    String group =
        group(List.of(LATER, trace(), trace(), failing(), simulate(), simulate(), simulate()));
    client.await(group, job -> job.getInt("members.Failed") == 3);
    client.await(group, job -> job.getInt("members.Succeeded") == 3);

    open(group);
    browser.awaitText(".statusbar", "Waiting 1");
    browser.awaitText(".statusbar", "Succeeded 3");
    browser.awaitText(".statusbar", "Failed 3");
    browser.awaitCount(".statusbar rect", 3);
    browser.awaitText(".members-card ol li", "2\nValueError: no such month");
    browser.awaitCount(".members-card ol li", 2);
    browser.awaitCount(".members-card ul.runs li", 7);
    browser.looksGood("group");

    browser.tabTo("Failed 3");
    browser.press(Keys.ENTER);
    browser.awaitAddress("group=" + group);
    browser.awaitCount(ROWS, 3);

    open(group);
    browser.tabTo("ValueError: no such month");
    browser.press(Keys.ENTER);
    browser.awaitCount(ROWS, 2);

    open(group);
    browser.find(".statusbar rect.Succeeded").click();
    browser.awaitCount(ROWS, 3);
    browser.find(ROWS + " a").click();
    browser.awaitText("main", "Belongs to …" + group.substring(28));
    client.cancel(group);
  }

  @Test
  void the_bar_follows_while_members_end() {
    String group = group(List.of(LATER, LATER));
    open(group);
    browser.awaitText(".statusbar", "Waiting 2");
    List<String> members =
        client.ask().get("/job?group={id}", group).jsonPath().getList("items.id");

    client.cancel(members.get(0));

    browser.awaitText(".statusbar", "Cancelled 1");
    browser.awaitText(".statusbar", "Waiting 1");
    client.cancel(group);
    browser.awaitText(".statusbar", "Cancelled 2");
  }

  @Test
  void a_group_of_more_members_than_are_shown_leads_to_all_of_them() {
    String group = group(Collections.nCopies(12, simulate()));
    client.awaitEnd(group);
    open(group);

    browser.awaitText(".members-card", "The latest 10 of 12");
    browser.named("All jobs of the group").click();
    browser.awaitCount(ROWS, 12);
  }

  @Test
  void a_job_without_relations_has_neither() {
    open(client.ended(Map.of()));
    browser.awaitText(".status", "Succeeded");
    browser.awaitText("main", "Story");

    assertThat(browser.all(".members-card:not([hidden]), .chain")).isEmpty();
  }

  @Test
  void a_chain_is_a_picture_with_links_and_a_list_for_screen_readers() {
    String first = client.ended(Map.of());
    String second = client.ended(Map.of("failAtStep", 1));
    String child =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "startAt",
                Client.TOMORROW,
                "after",
                List.of(Map.of("job", first), Map.of("job", second, "on", "ended"))));
    String next = client.accepted(after(child));

    open(child);
    browser.awaitCount(BOXES, 4);
    assertThat(spoken())
        .containsExactly(
            "Before it: simulate " + end(first) + ", Succeeded",
            "Before it: simulate " + end(second) + ", Failed; this job goes on when it ends",
            "This job: simulate " + end(child) + ", Waiting",
            "After it: simulate " + end(next) + ", Waiting");
    browser.looksGood("chain");

    browser.find("[role=listitem] a[href$='" + next + "']").click();
    browser.awaitAddress(next);
    browser.awaitCount(BOXES, 2);
    browser.tabTo("Before it: simulate " + end(child) + ", Waiting");
    browser.press(Keys.ENTER);
    browser.awaitAddress(child);

    client.cancel(child);
    browser.awaitText(BOXES, "Cancelled · " + end(child));
    browser.awaitText(BOXES, "Failed · " + end(next));
  }

  @Test
  void of_many_before_and_after_a_few_are_shown_and_the_rest_is_told() {
    List<Map<String, String>> parents = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      parents.add(Map.of("job", client.ended(Map.of())));
    }
    String job =
        client.accepted(
            Map.of("operation", "simulate", "startAt", Client.TOMORROW, "after", parents));
    group(Collections.nCopies(101, after(job)));

    open(job);
    browser.awaitCount(BOXES, 9);
    browser.named("and 2 more before it").click();
    browser.awaitText("details p", end(parents.get(5).get("job")));
    browser.awaitText(".card", "and 97 more after it");
    browser.looksGood("chain-of-many");
    browser.named("and 97 more after it").click();
    browser.awaitText(".chips", "Waits for");
    client.cancel(job);
  }

  @SuppressWarnings("unchecked")
  private List<String> spoken() {
    return (List<String>)
        browser.run(
            """
            return [...document.querySelectorAll(arguments[0])]
              .map(item => item.querySelector('[aria-label]').getAttribute('aria-label'));
            """,
            BOXES);
  }

  private void open(String id) {
    browser.open(client.base(), "#/job/" + id);
    browser.awaitText("main .crumb", "Jobs");
  }

  private static String end(String id) {
    return "…" + id.substring(28);
  }

  private static Map<String, Object> after(String parent) {
    return Map.of("operation", "simulate", "after", List.of(Map.of("job", parent)));
  }

  private static Map<String, Object> simulate() {
    return Map.of("operation", "simulate");
  }

  private static Map<String, Object> failing() {
    return Map.of("operation", "simulate", "input", Map.of("failAtStep", 1));
  }

  private static Map<String, Object> trace() {
    return Map.of("operation", "trace");
  }

  private String group(List<Map<String, Object>> members) {
    return client.accepted(Map.of("operation", "group", "input", Map.of("jobs", members)));
  }
}
