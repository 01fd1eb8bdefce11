package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.contract.support.Server;

/** From the greeting of an empty server, through its crash, to the output. */
@ExtendWith(Chromium.class)
class LostServerIT {
  private final Browser browser;

  LostServerIT(Browser browser) {
    this.browser = browser;
  }

  @Test
  void a_server_that_is_killed_and_comes_back_is_watched_through_it() {
    // The job is released as soon as its node counts as dead, by default after 30 s.
    try (Server server =
        new Server("console")
            .withHeap("256m")
            .with("meanwhile.work.heartbeat", "PT2S")
            .with("meanwhile.work.dead-after", "PT15S")
            .start()) {
      browser.open(server.uri(), "");
      browser.awaitText(".greeting", "Nothing has been asked for yet");
      browser.screenshot("greeting");
      assertThat(browser.accessibilityFaults()).isEmpty();
      browser.look(375, 812, "light");
      browser.screenshot("greeting-375");
      assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(375);
      browser.wide();
      browser.run("location.hash = '#/start/backup'");
      browser.awaitText("main .note", "meanwhile.backup.sources.<name>");
      browser.run("history.back()");
      browser.named("Run a simulation").click();
      browser.awaitText(".status", "Running");

      server.kill();
      browser.awaitText("#banner", "Connection lost");
      browser.screenshot("lost");
      assertThat(browser.accessibilityFaults()).isEmpty();

      browser.run("location.hash = '#/jobs'");
      browser.awaitText(".state", "The server does not answer");
      assertThat(browser.accessibilityFaults()).isEmpty();

      server.start();
      browser.awaitCount(".jobs .name", 1);
      browser.run("history.back()");
      browser.awaitText(".status", "Succeeded");
      browser.awaitText(".story", "was lost with its node");
      browser.await(
          "nothing is said to be lost",
          () -> browser.all("#banner.lost").isEmpty() ? Boolean.TRUE : null);
      browser.screenshot("regained");
    }
    browser.complaints();
  }
}
