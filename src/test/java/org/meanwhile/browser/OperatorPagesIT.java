package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.OperatedServer;
import org.meanwhile.contract.support.WorkerClient;
import org.openqa.selenium.Keys;

/** The pages of schedules, operations and nodes, for an operator with a token. */
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock("operated")
@ExtendWith({Chromium.class, OperatedServer.class})
class OperatorPagesIT {
  private static OperatedServer.Operated operated;
  private static String token;
  private static Client client;

  private final Browser browser;
  private final String name = "s" + UUID.randomUUID().toString().substring(0, 8);

  OperatorPagesIT(Browser browser) {
    this.browser = browser;
  }

  @BeforeAll
  static void start(OperatedServer.Operated shared) {
    operated = shared;
    token = shared.keys().token("morning", "operator");
    client = shared.server().client().with(token);
    Awaitility.await().until(() -> client.askWrongly().get("/job").statusCode() == 200);
  }

  private void open(String address) {
    browser.open(operated.server().uri(), "#/start");
    browser.run("sessionStorage.setItem('meanwhile.token', arguments[0])", token);
    browser.open(operated.server().uri(), address);
  }

  @AfterEach
  void nothing_is_left() {
    client.askUndescribed().delete("/schedule/" + name);
    client
        .askUndescribed()
        .contentType("application/merge-patch+json")
        .body(Map.of("paused", false))
        .patch("/operation/simulate");
    browser.run("sessionStorage.clear(); localStorage.clear()");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_schedule_is_made_run_paused_changed_and_deleted() {
    open("#/schedules/new");
    browser.find("input[name=name]").sendKeys(name);
    browser.find("input[name=cron]").clear();
    browser.find("input[name=cron]").sendKeys("30 6 * * 1-5");
    browser.awaitText("#cron-words", "At 06:30, on Monday to Friday");
    select("operation", "simulate");
    browser.looksGood("schedule-form");
    browser.named("Create the schedule").click();

    browser.awaitText(".cause", name);
    browser.awaitText(".cause", "At 06:30, on Monday to Friday");
    browser.looksGood("schedules");
    press("Run now: " + name);
    browser.awaitText(".note", "runs once more");
    press("Pause: " + name);
    browser.awaitText(".cause .badge", "Paused");
    assertThat((Boolean) client.ask().get("/schedule/" + name).path("paused")).isTrue();

    browser.named(name).click();
    browser.find("input[name=cron]").clear();
    browser.find("input[name=cron]").sendKeys("61 * * * *");
    browser.named("Save").click();
    browser.awaitText(".note.bad", "cron");
    browser.find("input[name=cron]").clear();
    browser.find("input[name=cron]").sendKeys("@daily", Keys.ENTER);
    browser.awaitText(".cause", "At 00:00, every day");

    press("Delete: " + name);
    browser.find("dialog .danger").click();
    browser.awaitText(".lead", "No schedule is there yet");
  }

  @Test
  void an_operation_is_paused_with_a_reason_that_its_waiting_jobs_tell() {
    open("#/operation/simulate");
    browser.awaitText("h1", "simulate");
    press("Pause simulate");
    browser.find("dialog input").sendKeys("the disk is full", Keys.ENTER);
    browser.awaitText(".note.wait", "the disk is full");
    browser.looksGood("operation-paused");

    String id = client.simulated(Map.of());
    browser.run("location.hash = arguments[0]", "#/job/" + id);
    browser.awaitText(".waiting", "is paused: the disk is full");

    browser.run("location.hash = '#/operation/simulate'");
    press("Resume simulate");
    browser.awaitCount(".note.wait", 0);
    client.awaitEnd(id);
  }

  @Test
  void an_operation_shows_its_figures_and_leads_to_the_jobs_of_a_minute() {
    client.ended(Map.of("failAtStep", 1));
    client.ended(Map.of("duration", "PT0.3S"));
    open("#/operation/simulate");
    browser.awaitText(".charts .legend", "Failed 1");
    for (String chart : List.of("Throughput", "Slots", "Waiting", "Running")) {
      browser.find("section[aria-label=" + chart + "] canvas");
    }
    browser.looksGood("operation-figures");

    browser.hover("section[aria-label=Running] .u-over");
    browser.awaitText("section[aria-label=Running] .hint", "p99");
    browser.run("document.querySelector('section[aria-label=Throughput] summary').click()");
    browser.find("section[aria-label=Throughput] tbody a").click();
    browser.awaitAddress("#/jobs?");
    browser.awaitAddress("finishedAfter=");
    browser.awaitText(".chips", "simulate");
    browser.awaitText(".jobs", "simulate");

    open("#/operation/simulate?by=hour");
    browser.awaitText(".tabs [aria-current=true]", "30 days");
    browser.awaitText(".charts .legend", "Failed 1");
    browser.looksGood("operation-days");
    browser.click("section[aria-label=Throughput] .u-over", 0.99);
    browser.awaitAddress("#/jobs?");
    browser.awaitAddress("finishedBefore=");
  }

  /** She knows the causes, pauses what is broken, and lets the nightly schedule wait. */
  @Test
  void the_broken_operation_is_paused_and_the_schedule_waits_by_keyboard_alone() {
    client
        .ask()
        .contentType("application/json")
        .body(Map.of("cron", "0 2 * * *", "job", Map.of("operation", "tick")))
        .put("/schedule/{name}", name)
        .then()
        .statusCode(201);
    client.awaitEnd(
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("failAtStep", 1),
                "labels",
                Map.of("by", name))));
    open("#/failures?ended=hour&label=by:" + name);
    browser.awaitText(".lead", "of 1 cause");
    browser.tabTo("Pause simulate");
    browser.press(Keys.ENTER);
    browser.awaitText("dialog", "Pause simulate?");
    browser.press("the calendar is broken", Keys.ENTER);
    browser.awaitText(".cause .badge", "Paused");

    browser.palette("schedules");
    browser.awaitText(".palette [aria-selected=true]", "Schedules");
    browser.press(Keys.ENTER);
    browser.awaitText(".cause h2", name);
    browser.tabTo("Pause: " + name);
    browser.press(Keys.ENTER);
    browser.awaitText(".cause .badge", "Paused");
    assertThat((Boolean) client.ask().get("/schedule/{name}", name).path("paused")).isTrue();
    assertThat((String) client.ask().get("/operation/simulate").path("reason"))
        .isEqualTo("the calendar is broken");
    assertThat(browser.focused("Resume: " + name)).as("the focus stays").isEqualTo(true);
  }

  @Test
  void nodes_are_drained_and_claim_again() {
    open("#/nodes");
    browser.awaitText(".dot", "Alive");
    browser.looksGood("nodes");
    browser.named("Drain").click();
    browser.awaitText(".dot", "Drain");
    browser.named("Let it claim again").click();
    browser.awaitText(".dot.good", "Alive");
    browser.named("What runs there").click();
    browser.awaitAddress("#/jobs?node=");
    browser.awaitText(".chips", "Runs on");
  }

  @Test
  void workers_are_shown_with_the_jobs_that_they_hold() {
    Client caller = operated.client("pictures", "submitter,worker");
    WorkerClient worker = new WorkerClient(caller);
    String job = caller.accepted(Map.of("operation", "resize"));
    WorkerClient.Lease lease =
        WorkerClient.all(worker.ask(Map.of("operations", List.of("resize"), "worker", "gpu-3"), 30))
            .get(0);
    worker.patch(lease, "{}").then().statusCode(200);

    open("#/workers");
    browser.awaitText("main table", "gpu-3");
    browser.awaitText("main table", "pictures");
    browser.awaitText("nav [aria-current]", "Workers");
    browser.looksGood("workers");
    browser.find("main a[title='" + job + "']").click();
    browser.awaitAddress("#/job/" + job);

    worker.succeed(lease).then().statusCode(200);
    browser.palette("workers");
    browser.awaitText(".palette [aria-selected=true]", "Workers");
    browser.press(Keys.ENTER);
    browser.awaitCount("main a[title='" + job + "']", 0);
    browser.awaitText("main table", "gpu-3");
  }

  @Test
  void cron_lines_are_told_in_plain_words() {
    Map.ofEntries(
            Map.entry("0 2 * * *", "at 02:00, every day"),
            Map.entry("0,30 2 * * *", "at 02:00 and 02:30, every day"),
            Map.entry("*/15 * * * *", "every 15 minutes, every day"),
            Map.entry("0 * * * *", "on the hour, every day"),
            Map.entry("@weekly", "at 00:00, on Sunday"),
            Map.entry("@monthly", "at 00:00, on day 1 of the month"),
            Map.entry("0 2 1 * 1", "at 02:00, on day 1 of the month, or on Monday"),
            Map.entry("5 4 * jan-mar sun", "at 04:05, on Sunday, in January to March"),
            Map.entry("0 9-17 * * 1-5", "on the hour, from 09:00 to 17:59, on Monday to Friday"))
        .forEach((line, words) -> assertThat(words(line)).as(line).isEqualTo(words));
    assertThat(words("0 2 * *")).isNull();
  }

  private Object words(String line) {
    if (!browser.address().contains("#/start")) {
      open("#/start");
    }
    return browser.run(
        """
        const [line] = arguments;
        const module = new URL('assets/console/ui/cron-words.js', document.baseURI).href;
        return import(module).then(({ cronWords }) => cronWords(line));
        """,
        line);
  }

  private void select(String control, String value) {
    browser.run(
        """
        const [name, value] = arguments;
        const control = document.querySelector(`select[name=${name}]`);
        control.value = value;
        control.dispatchEvent(new Event('change', { bubbles: true }));
        """,
        control,
        value);
  }

  private void press(String label) {
    browser.find("[aria-label='" + label + "']").click();
  }
}
