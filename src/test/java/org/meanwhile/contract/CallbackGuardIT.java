package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.restassured.path.json.JsonPath;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** A server without {@code meanwhile.callback.allow}: internal addresses are refused. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class CallbackGuardIT {
  private final Client client;

  CallbackGuardIT(Client client) {
    this.client = client;
  }

  @Test
  void what_is_internal_at_first_sight_is_refused_at_once() {
    for (String url :
        List.of(
            "http://127.0.0.1:8080/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://[::ffff:7f00:1]/",
            "http://localhost:8080/",
            "http://169.254.169.254/latest/meta-data/",
            "http://user:secret@example.com/",
            "https://example.com:22/",
            "ftp://example.com/")) {
      CallbackIT.refuse(client, url);
    }
  }

  @Test
  void a_name_that_turns_out_to_be_internal_is_sent_nothing() throws Exception {
    InetAddress self = InetAddress.getLocalHost();
    assumeThat(InetAddress.getByName(self.getHostName()))
        .matches(address -> address.isLoopbackAddress() || address.isSiteLocalAddress());

    JsonPath log = firstTry("http://" + self.getHostName() + "/");

    assertThat(log.getString("deliveries[0].tries[0].error")).startsWith("refused: ");
    assertThat(log.getString("deliveries[0].state")).isEqualTo("Pending");
    assertThat(log.getString("deliveries[0].nextTryAt")).isNotNull();
    assertThat(log.prettify()).doesNotContain(self.getHostAddress());
  }

  @Test
  void a_name_that_is_internal_and_one_that_nobody_knows_are_told_alike() throws Exception {
    InetAddress self = InetAddress.getLocalHost();
    assumeThat(InetAddress.getByName(self.getHostName()))
        .matches(address -> address.isLoopbackAddress() || address.isSiteLocalAddress());

    List<JsonPath> tries =
        List.of(firstTry("http://" + self.getHostName() + "/"), firstTry("http://nobody.invalid/"));

    assertThat(tries)
        .extracting(log -> log.getString("deliveries[0].tries[0].error"))
        .containsOnly("refused: the host is not known, or not on the public internet");
    // Whether a name is found at once or not at all, the try lasts a full second.
    assertThat(tries)
        .extracting(log -> Duration.parse(log.getString("deliveries[0].tries[0].latency")))
        .allMatch(latency -> latency.toMillis() >= 1000);
  }

  private JsonPath firstTry(String url) {
    String job = client.accepted(Map.of("operation", "simulate", "callback", Map.of("url", url)));
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> client.ask().get("/job/{id}/callback", job).jsonPath(),
            l -> l.getString("deliveries[0].tries[0].at") != null);
  }
}
