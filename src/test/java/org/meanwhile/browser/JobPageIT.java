package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
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
import org.openqa.selenium.By;

/** The page of a job: its confirmations, shared links and focus. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, SharedServer.class})
class JobPageIT {
  private final Browser browser;
  private final Client client;

  JobPageIT(Browser browser, Client client) {
    this.browser = browser;
    this.client = client;
  }

  @AfterEach
  void no_script_failed() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_running_job_draws_a_curve_of_what_this_page_has_seen() {
    String id = client.simulated(Map.of("duration", "PT10M", "steps", 1200));
    browser.open(client.base(), "#/job/" + id);
    browser.find(".curve section[aria-label=Curve] canvas");
    browser.find(".curve section[aria-label=Rate] canvas");
    browser.looksGood("job-curve");
    client.cancel(id);
  }

  @Test
  void nobody_is_asked_whether_to_cancel_a_job_that_has_ended() {
    String id = running();
    browser.open(client.base(), "#/job/" + id);
    browser.named("Cancel").click();
    browser.find("dialog");

    client.cancel(id);

    browser.awaitCount("dialog", 0);
    browser.awaitText(".note", "The job has ended meanwhile");
    assertThat(announced()).contains("The job has ended meanwhile");
    assertThat(focused()).isEqualTo("H1");
  }

  /** For an ended job the same request would delete the output. */
  @Test
  void a_job_that_ended_unseen_is_not_told_to_be_removed() {
    String id = running();
    browser.open(client.base(), "#/start");
    browser.awaitText("h1", "Start a job");
    listen();
    browser.run("location.hash = arguments[0]", "#/job/" + id);
    browser.named("Cancel").click();
    browser.find("dialog");
    browser.run("window.deaf = true");
    client.cancel(id);
    client.awaitEnd(id);

    browser.run("window.deaf = false");
    browser.find("dialog .danger").click();

    browser.awaitText(".note", "The job has ended meanwhile");
    assertThat(browser.run("return window.deletions")).isEqualTo(0L);
  }

  /** Withholds all answers from the page while it is deaf, and counts its DELETE requests. */
  private void listen() {
    browser.run(
        """
        const never = new Promise(() => {});
        const fetched = window.fetch;
        const read = ReadableStreamDefaultReader.prototype.read;
        const heard = (answer) => (window.deaf ? never : answer);
        window.deaf = false;
        window.deletions = 0;
        window.fetch = (address, options) => {
          window.deletions += options?.method === 'DELETE' ? 1 : 0;
          return fetched(address, options).then(heard);
        };
        ReadableStreamDefaultReader.prototype.read = function () {
          return read.call(this).then(heard);
        };
        """);
  }

  @Test
  void an_outputs_shares_are_listed_and_revoked() {
    String id = client.ended(Map.of("outputBytes", 1234));
    browser.open(client.base(), "#/job/" + id);
    browser.field("Share for").sendKeys("an hour");
    browser.named("Share").click();
    browser.awaitText("[aria-label=Output] .note", "can download the output");
    URI address = URI.create(browser.find("[aria-label=Output] .note code").getText());
    client.ask().get(address).then().statusCode(200);

    browser.reload();
    browser.awaitText(".shares", "Ends in 59 min");
    browser.screenshot("shares");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.named("Revoke").click();
    confirm();

    browser.awaitCount(".shares li", 0);
    client.ask().get(address).then().statusCode(404);
    assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("Share");
    assertThat(announced()).isEqualTo("The share is revoked");
  }

  @Test
  void the_focus_stays_on_the_page_when_what_had_it_goes() {
    browser.open(client.base(), "#/job/" + running());
    browser.named("Cancel").click();
    confirm();
    browser.awaitText(".status", "Cancelled");
    assertThat(focused()).isEqualTo("H1");

    String ended = client.ended(Map.of("outputBytes", 9));
    browser.open(client.base(), "#/job/" + ended);
    browser.named("Delete output").click();
    confirm();
    browser.awaitText("[aria-label=Output]", "not there any more");
    browser.await(
        "it is said", () -> announced().equals("The output is deleted") ? Boolean.TRUE : null);
    assertThat(focused()).isEqualTo("H1");
  }

  @Test
  void what_becomes_of_a_job_is_announced() {
    String id = client.simulated(Map.of("duration", "PT3S", "steps", 30));
    browser.open(client.base(), "#/job/" + id);

    browser.await(
        "it is said", () -> announced().equals("The job has succeeded") ? Boolean.TRUE : null);
  }

  private String running() {
    String id = client.simulated(Map.of("duration", "PT10M", "steps", 600));
    client.awaitRunning(id);
    return id;
  }

  private void confirm() {
    browser.find("dialog").findElement(By.cssSelector(".danger")).click();
  }

  private String announced() {
    return (String) browser.run("return document.getElementById('announcer').textContent");
  }

  private Object focused() {
    return browser.run("return document.activeElement.tagName");
  }
}
