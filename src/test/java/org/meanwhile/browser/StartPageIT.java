package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
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
import org.openqa.selenium.WebElement;

/** The form for a job, and the curl command beside it. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, SharedServer.class})
class StartPageIT {
  private final Browser browser;
  private final Client client;

  StartPageIT(Browser browser, Client client) {
    this.browser = browser;
    this.client = client;
  }

  @AfterEach
  void no_script_failed() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_command_with_a_file_is_quoted_as_curl_reads_it(@TempDir Path directory) throws Exception {
    Path lines = Files.writeString(directory.resolve("a \"b\";c.txt"), "b\na\n");
    browser.open(client.base(), "#/start/sort");
    browser.field("File").sendKeys(lines.toString());
    browser.find(".options summary").click();
    browser.field("Labels").sendKeys("note:a;b", Keys.TAB);

    browser.awaitText(".curl code", "-F 'file=@\"a \\\"b\\\";c.txt\";type=text/plain'");
    browser.awaitText(
        ".curl code",
        "-F 'job=\"{\\\"operation\\\":\\\"sort\\\",\\\"labels\\\":{\\\"note\\\":\\\"a;b\\\"}}\";type=application/json'");
  }

  @Test
  void a_command_that_is_not_complete_is_not_copied() {
    browser.open(client.base(), "#/start/simulate");
    browser.find(".options summary").click();
    browser.field("Priority").sendKeys("high", Keys.TAB);
    browser.awaitText(".curl", "not complete");
    assertThat(browser.named("Copy").isEnabled()).isFalse();

    browser.field("Priority").clear();
    browser.field("Priority").sendKeys("7", Keys.TAB);

    browser.awaitText(".curl code", "\"priority\": 7");
    assertThat(browser.named("Copy").isEnabled()).isTrue();
  }

  @Test
  void a_job_that_this_tab_did_not_send_is_run_again_with_all_that_the_server_tells() {
    String id =
        client.accepted(
            Map.of(
                "operation",
                "simulate",
                "input",
                Map.of("steps", 3),
                "priority",
                7,
                "labels",
                Map.of("team", "billing")));
    client.awaitEnd(id);
    browser.open(client.base(), "#/job/" + id);

    browser.named("Run with changes").click();

    browser.awaitText(".curl code", "\"steps\": 3");
    browser.awaitText(".curl code", "\"priority\": 7");
    browser.awaitText(".curl code", "\"team\": \"billing\"");
    assertThat(browser.field("Labels").isDisplayed()).isTrue();
  }

  @Test
  void what_an_address_has_wrong_is_said_with_a_way_out() {
    browser.open(client.base(), "#/start/nope");
    browser.awaitText(".state", "There is no such operation");
    browser.named("All operations").click();
    browser.awaitText("h1", "Start a job");

    browser.run("location.hash = '#/jobs?label=:zzz'");
    browser.awaitText(".state", "label must be a name, or a name, a colon and a value");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.named("Show all jobs").click();
    browser.awaitText("h1", "Jobs");
  }

  @Test
  void the_form_of_a_repeatable_operation_offers_to_reuse_an_output() {
    String type = "text/x-" + UUID.randomUUID();
    String first = client.ended(Map.of("mediaType", type));
    browser.open(client.base(), "#/start/simulate");
    browser.field("Media").sendKeys(type, Keys.TAB);
    browser.find(".options summary").click();
    browser.field("Reuse").sendKeys("soon", Keys.TAB);
    browser.awaitText(".curl", "not complete");
    browser.field("Reuse").clear();
    browser.field("Reuse").sendKeys("1h", Keys.TAB);
    browser.awaitText(".curl code", "\"reuse\": \"PT3600S\"");
    assertThat(browser.accessibilityFaults()).isEmpty();

    browser.named("Start the job").click();

    browser.awaitText("main", "Has the output of …" + first.substring(first.length() - 8));
    browser.open(client.base(), "#/start/shout");
    browser.find(".options summary").click();
    assertThat(browser.find(".options").getText()).contains("Deadline").doesNotContain("Reuse");
  }

  @Test
  void defaults_are_told_as_they_are_typed() {
    browser.open(client.base(), "#/start/export");
    browser.awaitText("small", "How rows are written; default csv");
    assertThat(browser.find("form.start").getText()).doesNotContain("[object");
  }

  @Test
  void a_query_is_asked_for_its_parameters_and_its_formats_options() {
    browser.open(client.base(), "#/start/export");
    assertThat(browser.field("Query").getDomProperty("value")).isEqualTo("\"numbers\"");
    assertThat(browser.find("form.start").getText()).doesNotContain("Parameters", "Above", "Json");
    assertThat(browser.field("Bom").isDisplayed()).isTrue();

    browser.field("Query").sendKeys("some-numbers");
    browser.named("Start the job").click();
    browser.awaitText("fieldset .error:not(:empty)", "This must be there");
    browser.field("Above").sendKeys("998");
    browser.field("Word").sendKeys("\"5\"");
    browser.field("Format").sendKeys("ndjson");
    browser.field("Json").click();
    assertThat(browser.find("form.start").getText()).doesNotContain("Bom", "Defuse formulas");
    browser.awaitText(".curl code", "\"above\": 998");
    browser.awaitText(".curl code", "\"word\": \"5\"");
    browser.awaitText(".curl code", "\"json\": true");
    assertThat(browser.accessibilityFaults()).isEmpty();

    browser.named("Start the job").click();
    browser.awaitText(".status", "Succeeded");
    browser.named("Run with changes").click();

    assertThat(browser.field("Above").getDomProperty("value")).isEqualTo("998");
    assertThat(browser.field("Word").getDomProperty("value")).isEqualTo("\"5\"");
  }

  @Test
  void what_a_parameter_has_wrong_is_said_beside_it() {
    browser.open(client.base(), "#/start/export");
    browser.field("Query").sendKeys("some-numbers");
    browser.field("Above").sendKeys("998");
    browser.field("Word").sendKeys("\"half a pair \\ud83d\"");

    browser.named("Start the job").click();

    browser.awaitText("fieldset .error:not(:empty)", "half a surrogate pair");
  }

  @Test
  void a_list_of_texts_is_typed_one_on_each_line() {
    browser.open(client.base(), "#/start/backup");
    browser.field("Include").sendKeys("a/**", Keys.ENTER, Keys.ENTER, "b [1].txt");
    browser.awaitText(".curl code", "\"b [1].txt\"");

    browser.named("Start the job").click();

    browser.awaitText(".status", "Succeeded");
  }

  @Test
  void an_upload_can_be_cancelled_and_the_form_stays(@TempDir Path directory) throws Exception {
    Path lines = directory.resolve("many-lines.txt");
    Files.writeString(lines, "x\n".repeat(1_000_000));
    browser.open(client.base(), "#/start/sort");
    browser.field("File").sendKeys(lines.toString());
    browser.field("Unique").click();
    browser.slowSending(200_000);
    try {
      browser.named("Start the job").click();
      WebElement cancel = browser.named("Cancel the upload");
      browser.await(
          "the focus is where the upload is",
          () ->
              browser.run("return document.activeElement.textContent").equals("Cancel the upload")
                  ? Boolean.TRUE
                  : null);
      cancel.sendKeys(Keys.ENTER);
      browser.awaitText(".note", "The upload was cancelled");
    } finally {
      browser.slowSending(-1);
    }
    assertThat(browser.field("Unique").isSelected()).isTrue();
    assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("Start the job");

    browser.press(Keys.ENTER);
    browser.awaitText(".status", "Succeeded");
  }

  @Test
  void who_runs_a_job_again_is_told_that_its_callbacks_secret_is_missing() {
    String id = client.ended(Map.of());
    browser.open(client.base(), "#/start/simulate");
    browser.find(".options summary").click();
    browser.field("Callback URL").sendKeys("https://client.example/done");
    browser.field("Callback secret").sendKeys("whsec_c2VjcmV0");
    // Tests call no receiver: this answers as if the job had been created.
    browser.run(
        """
        const send = window.fetch;
        window.fetch = (to, options) => options?.method === 'POST'
          ? Promise.resolve(new Response(JSON.stringify({ id: arguments[0] }), { status: 202 }))
          : send(to, options);
        """
            .replace("arguments[0]", "'" + id + "'"));
    browser.named("Start the job").click();

    browser.named("Run with changes").click();

    browser.awaitText("main > div > .note", "secret is not kept");
    browser.awaitText(".field.missing", "type it again");
    assertThat(browser.field("Callback URL").getDomProperty("value"))
        .isEqualTo("https://client.example/done");
  }
}
