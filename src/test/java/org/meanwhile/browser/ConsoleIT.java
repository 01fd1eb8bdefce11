package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, SharedServer.class})
class ConsoleIT {
  private static final String ROWS = ".jobs [role=rowgroup]:not(.heads) .job";

  private final Browser browser;
  private final Client client;

  ConsoleIT(Browser browser, Client client) {
    this.browser = browser;
    this.client = client;
  }

  /** No script failed, and the Content-Security-Policy refused nothing. */
  @AfterEach
  void no_script_failed() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_job_is_started_watched_to_its_end_and_its_output_downloaded() {
    browser.open(client.base(), "#/start/simulate");
    browser.field("Duration").sendKeys("3s");
    browser.field("Steps").sendKeys("30");
    browser.field("Output bytes").sendKeys("123000");
    browser.awaitText(".curl code", "\"duration\": \"PT3S\"");
    browser.awaitText(".curl code", "\"outputBytes\": 123000");
    browser.screenshot("start-form");

    browser.field("Output bytes").sendKeys(Keys.ENTER);

    browser.awaitAddress("#/job/");
    browser.awaitText(".status", "Running");
    browser.screenshot("job-running");
    browser.awaitText(".status", "Succeeded");
    browser.awaitText("[aria-label=Output]", "123 KB");
    browser.awaitText(".story", "Attempt 1 started on ");
    browser.screenshot("job-succeeded");

    String id = browser.address().replaceAll(".*/", "");
    String name =
        client
            .output(id)
            .header("Content-Disposition")
            .replaceAll(".*filename=\"?([^\";]+)\"?.*", "$1");
    browser.named("Download").click();
    assertThat(browser.downloaded(name)).hasSize(123000);
  }

  /** The page, one script, one file of styles, the icon, and what the server is asked. */
  @Test
  void a_first_look_needs_at_most_twelve_requests() {
    client.ended(Map.of());
    browser.open(client.base(), "swagger-ui/nothing");
    browser.forgetRequests();

    browser.open(client.base(), "");
    browser.awaitText(ROWS, "simulate");
    browser.await(
        "the tabs have counts",
        () ->
            browser.all(".tabs a").stream().anyMatch(tab -> tab.getText().matches(".* \\d+"))
                ? Boolean.TRUE
                : null);
    List<String> requests = browser.requests();

    assertThat(requests)
        .anySatisfy(address -> assertThat(address).endsWith("/assets/console.js"))
        .anySatisfy(address -> assertThat(address).contains("/job?"))
        .hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void a_file_is_uploaded_with_its_job(@TempDir Path directory) throws IOException {
    Path lines = directory.resolve("lines.txt");
    Files.writeString(lines, "b\na\nc\na\n");
    browser.open(client.base(), "#/start/sort");
    browser.named("Start the job").click();
    browser.awaitText("#file-error", "Choose a file");

    browser.field("File").sendKeys(lines.toString());
    browser.field("Unique").click();
    browser.awaitText(".curl code", "-F 'file=@\"lines.txt\";type=text/plain'");
    browser.named("Start the job").click();

    browser.awaitText(".status", "Succeeded");
    String id = browser.address().replaceAll(".*/", "");
    assertThat(client.output(id).asString()).isEqualTo("a\nb\nc\n");
  }

  @Test
  void an_upload_shows_how_far_it_is(@TempDir Path directory) throws IOException {
    Path lines = directory.resolve("many-lines.txt");
    Files.writeString(lines, "x\n".repeat(1_000_000));
    browser.open(client.base(), "#/start/sort");
    browser.field("File").sendKeys(lines.toString());
    browser.slowSending(500_000);
    try {
      browser.named("Start the job").click();
      browser.find("progress[aria-label=Upload]");
      browser.awaitText("progress[aria-label=Upload] + .under", "MB sent");
      browser.screenshot("upload");
      assertThat(browser.accessibilityFaults()).isEmpty();
    } finally {
      browser.slowSending(-1);
    }
    browser.awaitText(".status", "Succeeded");
  }

  @Test
  void an_output_is_shared_by_an_address() {
    String id = client.ended(Map.of("outputBytes", 1234));
    browser.open(client.base(), "#/job/" + id);

    browser.named("Share").click();

    browser.awaitText("[aria-label=Output] .note", "can download the output");
    browser.screenshot("shared");
    String address = browser.find("[aria-label=Output] .note code").getText();
    client.ask().get(URI.create(address)).then().statusCode(200);
    assertThat(address).contains("/shared/").doesNotContain(id);
  }

  @Test
  void what_the_server_refuses_is_said_at_its_field() {
    browser.open(client.base(), "#/start/simulate");
    browser.field("Steps").sendKeys("many");
    browser.named("Start the job").click();
    browser.awaitText(".field .error:not(:empty)", "whole number");

    browser.open(client.base(), "#/start/backup");
    browser.field("Include").sendKeys("{a,b}");
    browser.named("Start the job").click();
    browser.awaitText(".field .error:not(:empty)", "0 has a brace");
    assertThat(browser.address()).contains("#/start/backup");
  }

  @Test
  void a_job_is_cancelled_in_one_window_and_seen_so_in_another() {
    String label = UUID.randomUUID().toString();
    String id = running(label);
    browser.open(client.base(), "#/jobs?label=by:" + label);
    browser.awaitText(".jobs .badge", "Running");
    String list = browser.window();

    browser.openWindow();
    browser.open(client.base(), "#/job/" + id);
    browser.named("Cancel").click();
    browser.find("dialog").findElement(By.cssSelector(".danger")).click();
    browser.awaitText(".status", "Cancelled");
    browser.screenshot("job-cancelled");
    browser.closeWindow();

    browser.switchTo(list);
    browser.awaitText(".jobs .badge", "Cancelled");
    assertThat(client.status(id).getString("status")).isEqualTo("Canceled");
  }

  @Test
  void filters_live_in_the_address_bar() {
    String label = UUID.randomUUID().toString();
    String wanted = running(label);
    running("other-" + label);
    browser.open(client.base(), "");
    browser.awaitText(".account", "local");
    assertThat(browser.find("header nav").getText()).contains("Overview");
    browser.find(".filters [name=label]").sendKeys("by:" + label, Keys.ENTER);

    browser.awaitAddress("label=by%3A" + label);
    browser.awaitCount(ROWS, 1);
    browser.reload();
    browser.awaitCount(ROWS, 1);
    browser.find(".tab.Failed").click();
    browser.awaitAddress("status=Failed");
    browser.awaitText(".empty", "No job is like that");
    browser.find(".tab.Running").click();
    browser.awaitText(".jobs", wanted.substring(wanted.length() - 8));
  }

  @Test
  void older_pages_have_addresses_and_no_page_has_more_rows_than_a_hundred() {
    String label = UUID.randomUUID().toString();
    Map<String, ?> job = waitingJob(label);
    for (int i = 0; i < 103; i++) {
      // Validating each answer against the OpenAPI document would take most of the time.
      client.askUndescribed().contentType("application/json").body(job).post("/job");
    }
    browser.open(client.base(), "#/jobs?label=by:" + label);
    browser.awaitCount(ROWS, 100);

    browser.named("Older").click();

    browser.awaitCount(ROWS, 3);
    browser.awaitText(".count", "that is all");
    browser.awaitAddress("cursor=");
    browser.reload();
    browser.awaitCount(ROWS, 3);
    browser.named("Newest").click();
    browser.awaitCount(ROWS, 100);
  }

  @Test
  void a_list_is_told_of_changes_and_does_not_ask_for_them_again_and_again() {
    String label = UUID.randomUUID().toString();
    String id = running(label);
    browser.open(client.base(), "#/jobs?status=Canceled&label=by:" + label);
    browser.awaitText(".empty", "No job is like that");

    client.cancel(id);

    browser.awaitCount(ROWS, 1);
    assertThat((Long) browser.run(LIST_REQUESTS)).isLessThanOrEqualTo(4);
  }

  /** The number of requests for a list, including those that were held. */
  private static final String LIST_REQUESTS =
      "return performance.getEntriesByType('resource').filter(e => /job[?]/.test(e.name)).length";

  @Test
  void rows_stay_while_others_come_and_go_and_keep_the_focus() {
    String label = UUID.randomUUID().toString();
    String last = waiting(label);
    String first = waiting(label);
    browser.open(client.base(), "#/jobs?status=NotStarted&label=by:" + label);
    browser.awaitCount(ROWS, 2);
    browser.run("arguments[0].focus()", browser.find(link(first)));
    browser.run("document.activeElement.closest('.job').dataset.known = 'yes'");

    waiting(label);

    browser.awaitCount(ROWS, 3);
    assertThat(browser.run("return document.activeElement.hash")).isEqualTo("#/job/" + first);
    assertThat(browser.all(".job[data-known]")).hasSize(1);

    client.cancel(first);

    browser.awaitCount(ROWS, 2);
    assertThat(browser.run("return document.activeElement.hash")).isEqualTo("#/job/" + last);
  }

  private static String link(String job) {
    return ".jobs a[href='#/job/" + job + "']";
  }

  @Test
  void a_window_that_nobody_looks_at_lets_its_connection_go_and_then_catches_up() {
    String label = UUID.randomUUID().toString();
    browser.open(client.base(), "#/jobs?label=by:" + label);
    browser.await("its list is held", () -> connections() == 1 ? Boolean.TRUE : null);

    hide(true);
    browser.await("nothing is held", () -> connections() == 0 ? Boolean.TRUE : null);
    waiting(label);
    hide(false);

    browser.awaitCount(ROWS, 1);
  }

  private long connections() {
    return (Long) browser.run("return navigator.locks.query().then(locks => locks.held.length)");
  }

  /** A headless window is never hidden: this makes the page believe that it is. */
  private void hide(boolean hidden) {
    browser.run(
        """
        const [hidden] = arguments;
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
        """,
        hidden);
  }

  @Test
  void filters_keep_the_focus_and_the_form() {
    browser.open(client.base(), "#/jobs");
    browser.find(".filters [name=label]").sendKeys("a:b", Keys.ENTER);
    browser.awaitAddress("label=a%3Ab");
    browser.awaitText(".empty", "No job is like that");

    browser.press("c", Keys.ENTER);

    browser.awaitAddress("label=a%3Abc");
    browser.run("location.hash = '#/jobs'");
    browser.find(".filters [name=operation]").click();
    assertThat(browser.run("return document.activeElement.name")).isEqualTo("operation");
  }

  @Test
  void a_job_that_was_tried_again_tells_its_story() {
    String id =
        client.ended(
            Map.of("failAtStep", 1, "failure", "transient", "failAttempts", 1, "outputBytes", 5));
    browser.open(client.base(), "#/job/" + id);

    browser.awaitText(".story", "Attempt 1 failed, and is tried again");
    browser.awaitText(".story", "Attempt 2 started");
    browser.screenshot("job-story");
    browser.named("Delete output").click();
    browser.find("dialog").findElement(By.cssSelector(".danger")).click();
    browser.awaitText("[aria-label=Output]", "not there any more");
  }

  @Test
  void what_was_sent_from_here_is_run_again_with_the_same_input() {
    browser.open(client.base(), "#/start/simulate");
    browser.field("Steps").sendKeys("7");
    browser.named("Start the job").click();
    browser.awaitText(".status", "Succeeded");

    browser.named("Run with changes").click();

    browser.awaitAddress("again=");
    browser.awaitText(".curl code", "\"steps\": 7");
    assertThat(browser.field("Steps").getDomProperty("value")).isEqualTo("7");
  }

  @Test
  void who_is_not_known_is_asked_for_a_token_and_who_may_not_is_told() {
    browser.open(client.base(), "#/jobs");
    browser.find("h1");
    answerAllWith(401);
    browser.run("location.hash = '#/overview'");
    browser.awaitText("dialog", "Sign in with a token");
    browser.screenshot("sign-in");
    answerAllWith(403);
    browser.find("dialog input").sendKeys("secret", Keys.ENTER);
    browser.awaitText(".state", "Not for you");
    browser.screenshot("not-allowed");
    assertThat(browser.run("return sessionStorage.getItem('meanwhile.token')")).isEqualTo("secret");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.run("sessionStorage.clear()");
  }

  private void answerAllWith(int status) {
    browser.run(
        """
        const status = arguments[0];
        window.fetch = () => Promise.resolve(new Response('{"title": "No"}',
          { status, headers: { 'Content-Type': 'application/problem+json' } }));
        """,
        status);
  }

  @Test
  void the_keyboard_reaches_the_content_first() {
    browser.open(client.base(), "#/start");
    browser.awaitText("h1", "Start a job");
    browser.press(Keys.TAB, Keys.ENTER);
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("main");
    browser.press(Keys.TAB, Keys.ENTER);
    browser.awaitAddress("#/start/");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("main");
  }

  @Test
  void every_page_fits_and_is_accessible_at_both_sizes_bright_and_dark() {
    String id = client.ended(Map.of("outputBytes", 1000));
    String failed = client.ended(Map.of("failAtStep", 1));
    String label = UUID.randomUUID().toString();
    String running = running(label);
    Map<String, String> pages =
        Map.ofEntries(
            Map.entry("jobs", "#/jobs"),
            Map.entry("none", "#/jobs?label=nothing:" + label),
            Map.entry("failures", "#/failures"),
            Map.entry("job", "#/job/" + id),
            Map.entry("failed", "#/job/" + failed),
            Map.entry("callback", "#/job/" + toldInVain()),
            Map.entry("running", "#/job/" + running),
            Map.entry("operations", "#/start"),
            Map.entry("form", "#/start/simulate"),
            Map.entry("operation", "#/operation/simulate"),
            Map.entry("overview", "#/overview"),
            Map.entry("gone", "#/job/" + UUID.randomUUID()));
    browser.open(client.base(), "");
    for (String scheme : List.of("light", "dark")) {
      for (int width : List.of(375, 1440)) {
        browser.look(width, width == 375 ? 812 : 900, scheme);
        pages.forEach((name, address) -> looksGood(name, address, width, scheme));
      }
    }
    // 683 and 640: screens of 1366 and 1280 pixels at a zoom of 200 %.
    for (int width : List.of(320, 640, 683)) {
      browser.look(width, 640, "light");
      pages.forEach((name, address) -> looksGood(name, address, width, "light"));
    }
    browser.wide();
    client.cancel(running);
  }

  private void looksGood(String name, String address, int width, String scheme) {
    browser.run("location.hash = arguments[0]", "#/nowhere");
    browser.awaitText("main h1", "no such page");
    browser.run("location.hash = arguments[0]", address);
    browser.await(
        "the page is there",
        () -> browser.run("return /no such page|Looking/.test(main.innerText) ? null : true"));
    browser.screenshot(name + "-" + width + "-" + scheme);
    assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
        .as("%s at %d", name, width)
        .isLessThanOrEqualTo(width);
    // One check of each size and one of each colour scheme are enough.
    if (width == 375 ? scheme.equals("light") : width == 1440 && scheme.equals("dark")) {
      assertThat(browser.accessibilityFaults()).as("%s at %d, %s", name, width, scheme).isEmpty();
    }
  }

  /** A job whose callback has been tried. */
  private String toldInVain() {
    String id =
        client.accepted(
            Map.of(
                "operation", "simulate", "callback", Map.of("url", "http://nowhere.invalid/told")));
    Awaitility.await()
        .until(() -> client.ask().get("job/" + id + "/callback").asString().contains("latency"));
    return id;
  }

  /** A page is never blank: what it is stands there before the server's first answer. */
  @Test
  void a_page_says_what_it_is_before_the_first_answer() {
    browser.open(client.base(), "");
    browser.awaitText("h1", "Jobs");
    browser.run("window.fetch = () => new Promise(() => {})");
    for (var each :
        Map.of(
                "#/start", "Start a job",
                "#/overview", "Overview",
                "#/failures", "Failures",
                "#/operation/x", "Operation",
                "#/job/x", "Job")
            .entrySet()) {
      browser.run("location.hash = arguments[0]", each.getKey());
      browser.awaitText("h1", each.getValue());
      browser.awaitText("main", "Looking…");
    }
  }

  private String waiting(String label) {
    return client.accepted(waitingJob(label));
  }

  private static Map<String, ?> waitingJob(String label) {
    return Map.of(
        "operation", "simulate", "startAt", Client.TOMORROW, "labels", Map.of("by", label));
  }

  private String running(String label) {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("duration", "PT10M", "steps", 600),
                "labels",
                Map.of("by", label, "a-long-one", "x".repeat(63))));
    client.awaitRunning(id);
    return id;
  }
}
