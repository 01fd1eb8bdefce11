package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith({Chromium.class, SharedServer.class})
class ExplorerIT {
  private final Browser browser;
  private final Client client;

  ExplorerIT(Browser browser, Client client) {
    this.browser = browser;
    this.client = client;
  }

  @Test
  void trying_it_out_runs_a_job() {
    browser.open(client.base(), "swagger-ui/");
    browser.find("#operations-Jobs-createJob .opblock-summary-control").click();
    browser.find("#operations-Jobs-createJob .execute").click();

    browser.awaitText(
        "#operations-Jobs-createJob .live-responses-table .response .response-col_status", "202");
    browser.screenshot("explorer");
    String answer =
        browser.find("#operations-Jobs-createJob .live-responses-table .highlight-code").getText();
    assertThat(answer).contains("\"operation\": \"simulate\"");
    assertThat(browser.complaints()).isEmpty();
  }
}
