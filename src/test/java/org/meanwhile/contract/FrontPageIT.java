package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class FrontPageIT {
  private final Client client;

  FrontPageIT(Client client) {
    this.client = client;
  }

  @Test
  void the_first_page_greets_with_its_name() {
    client
        .askUndescribed()
        .get("/")
        .then()
        .statusCode(200)
        .contentType(containsString("text/html"))
        .body("html.head.title", containsString("Meanwhile"));
  }

  @Test
  void without_an_issuer_the_console_is_told_of_no_sign_in_there() {
    client.askUndescribed().get("/assets/sign-in.json").then().statusCode(200).body(equalTo("{}"));
    client
        .askUndescribed()
        .get("/")
        .then()
        .header("Content-Security-Policy", containsString("connect-src 'self';"));
  }

  @Test
  void all_its_links_lead_somewhere() {
    String page = client.askUndescribed().get("/").asString();

    Matcher links = Pattern.compile("(?:src|href)=\"([^\"#:]+)\"").matcher(page);
    int found = 0;
    while (links.find()) {
      String address = client.base().resolve("/").resolve(links.group(1)).toString();
      client.askUndescribed().get(address).then().statusCode(equalTo(200));
      found++;
    }
    assertThat(found).isGreaterThan(2);
  }
}
