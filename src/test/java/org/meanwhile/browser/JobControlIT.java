package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.openqa.selenium.Keys;

/** What can be done with one job on its page: run again, suspend, edit, read its log and input. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, SharedServer.class})
class JobControlIT {
  private final Browser browser;
  private final Client client;

  JobControlIT(Browser browser, Client client) {
    this.browser = browser;
    this.client = client;
  }

  @AfterEach
  void no_script_failed() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_failed_job_says_why_first_and_is_run_again_beside_its_earlier_run() {
    String id = client.accepted(Map.of("operation", "trace"));
    client.awaitEnd(id);
    browser.open(client.base(), "#/job/" + id);
    browser.awaitText(".why.main", "ValueError: no such month");
    browser.awaitText("[aria-label=Error] pre", "Traceback");
    browser.awaitText(".life .legend", "Ran, and failed");

    browser.named("Run again").click();

    browser.await(
        "the new job is open", () -> browser.address().contains(id) ? null : Boolean.TRUE);
    browser.awaitText(".runs", "…" + id.substring(id.length() - 8));
    browser.awaitText(".runs", "This job");
    browser.awaitText(".status", "Failed");
    browser.looksGood("job-failed");
  }

  @Test
  void a_waiting_job_is_suspended_and_resumed() {
    String id = waiting();
    browser.open(client.base(), "#/job/" + id);

    browser.named("Suspend").click();

    browser.awaitText(".waiting", "Suspended");
    browser.named("Resume");
    assertThat(browser.run("return document.activeElement.tagName")).isNotEqualTo("BODY");
    browser.looksGood("job-suspended");
    browser.named("Resume").click();
    browser.named("Suspend");
    browser.awaitCount(".waiting:not([hidden])", 0);
    client.cancel(id);
  }

  @Test
  void what_may_change_of_a_job_is_edited() {
    String id = waiting();
    browser.open(client.base(), "#/job/" + id);
    browser.named("Edit").click();
    browser.find("dialog input[name=priority]").clear();
    browser.find("dialog input[name=priority]").sendKeys("many");
    browser.named("Change").click();
    browser.awaitText("dialog .note.bad", "priority");
    browser.screenshot("job-edit");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.find("dialog input[name=priority]").clear();
    browser.find("dialog input[name=priority]").sendKeys("7");
    browser.find("dialog input[name=labels]").sendKeys("shift:early", Keys.ENTER);

    browser.awaitText("[aria-label=Facts]", "7");
    browser.awaitText(".jobpage .head", "shift:early");
    assertThat(client.status(id).getInt("priority")).isEqualTo(7);
    assertThat(client.status(id).getMap("labels")).isEqualTo(Map.of("shift", "early"));
    client.cancel(id);
  }

  @Test
  void a_callback_is_removed() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "startAt",
                Client.TOMORROW,
                "callback",
                Map.of("url", "https://example.com/")));
    browser.open(client.base(), "#/job/" + id);
    browser.awaitText("[aria-label=Callback]", "example.com");
    browser.named("Edit").click();
    browser.find("dialog input[name=noCallback]").click();
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.named("Change").click();

    browser.awaitCount("[aria-label=Callback]:not([hidden])", 0);
    assertThat(client.status(id).getString("links.callback")).isNull();
    browser.named("Edit").click();
    browser.find("dialog input[name=callback]");
    browser.awaitCount("dialog input[name=noCallback]", 0);
    browser.named("Close").click();
    client.cancel(id);
  }

  @Test
  void the_log_is_followed_and_searched(@TempDir Path directory) throws IOException {
    Path gate = directory.resolve("gate");
    String id = told("one\nawait " + gate + "\ntwo two\nthree\n");
    browser.open(client.base(), "#/job/" + id);
    browser.awaitText(".log", "one");

    Files.createFile(gate);

    browser.awaitText(".log", "three");
    browser.awaitText("[aria-label=Log] [role=status]", "3 lines");
    browser.find("[aria-label=Log] input").sendKeys("TWO");
    browser.awaitText("[aria-label=Log] [role=status]", "1 of 3 lines");
    assertThat(browser.find(".log").getText()).contains("two two").doesNotContain("three");
    browser.looksGood("job-log");
    client.awaitEnd(id);
    browser.reload();
    browser.awaitText(".log", "three");
  }

  @Test
  void a_job_says_which_others_it_waits_for() {
    String parent = waiting();
    String child =
        client.accepted(Map.of("operation", "simulate", "after", List.of(Map.of("job", parent))));
    browser.open(client.base(), "#/job/" + child);

    browser.awaitText(".waiting", "Waits for …" + parent.substring(parent.length() - 8));

    client.cancel(parent);
    browser.awaitText(".why.main", "");
    browser.awaitText("[aria-label=Error]", "dependency-failed");
  }

  @Test
  void the_input_is_shown_to_whom_may_read_it_and_fills_the_form() {
    String id = client.ended(Map.of("steps", 3, "outputBytes", 10));
    browser.open(client.base(), "#/job/" + id);
    browser.find("[aria-label=Input] summary").click();
    browser.awaitText("[aria-label=Input] pre", "\"steps\": 3");

    browser.named("Run with changes").click();

    browser.awaitAddress("again=");
    assertThat(browser.field("Steps").getDomProperty("value")).isEqualTo("3");
  }

  @Test
  void an_output_that_grows_is_read_while_the_job_runs(@TempDir Path directory) throws IOException {
    Path gate = directory.resolve("gate");
    String id = upload("say-slowly", "abc\nawait " + gate + "\ndef\n");
    browser.open(client.base(), "#/job/" + id);
    browser.await(
        "three bytes are there",
        () -> {
          browser.find("[aria-label='Output so far'] .actions button:not(:disabled)").click();
          return browser.find("[aria-label='Output so far']").getText().contains("3 bytes")
              ? Boolean.TRUE
              : null;
        });
    browser.named("Save it");
    Files.createFile(gate);
    browser.awaitText(".status", "Succeeded");
    browser.awaitText("[aria-label=Output]", "6 bytes");
  }

  private String told(String lines) {
    return upload("tell-slowly", lines);
  }

  private String upload(String operation, String lines) {
    return client
        .upload()
        .multiPart("job", "{\"operation\": \"" + operation + "\"}", "application/json")
        .multiPart("file", "lines.txt", lines.getBytes(StandardCharsets.UTF_8), "text/plain")
        .post("/job")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }
}
