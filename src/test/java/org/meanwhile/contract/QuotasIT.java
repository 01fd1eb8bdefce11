package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.TokenServer;

/** Quotas of each caller, and fair turns between callers. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(TokenServer.class)
class QuotasIT {
  private static final Pattern RATE_LIMIT = Pattern.compile("\"submits\";r=(\\d+);t=(\\d+)");
  private static final Map<String, ?> TOMORROW =
      Map.of("operation", "simulate", "startAt", Client.TOMORROW);

  private static TokenServer.Guarded guarded;

  @BeforeAll
  static void start(TokenServer.Guarded shared) {
    guarded = shared;
  }

  /** A caller that no other test uses. */
  private static Client caller(String name) {
    return guarded.server().client().with(guarded.token(name, "submitter"));
  }

  private static int group(Response answer, int group) {
    Matcher found = RATE_LIMIT.matcher(answer.header("RateLimit"));
    assertThat(found.matches()).as(answer.header("RateLimit")).isTrue();
    return Integer.parseInt(found.group(group));
  }

  private static int retryAfter(Response answer) {
    return Integer.parseInt(answer.header("Retry-After"));
  }

  @Test
  void each_creation_says_how_many_more_there_may_be_until_there_are_no_more() {
    Client hasty = caller("hasty");
    Response first = hasty.post(TOMORROW);
    first
        .then()
        .statusCode(202)
        .header("RateLimit-Policy", "\"submits\";q=" + TokenServer.SUBMITS_PER_MINUTE + ";w=60");
    assertThat(group(first, 1)).isEqualTo(TokenServer.SUBMITS_PER_MINUTE - 1);
    assertThat(group(first, 2)).isEqualTo(1);

    // The bucket gains two tokens a second: a slower server never empties it.
    Response refused =
        Awaitility.await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> hasty.post(TOMORROW), answer -> answer.statusCode() == 429);

    refused
        .then()
        .spec(problem(429, "quota-exceeded"))
        .body("detail", containsString("in a minute"))
        .header("RateLimit-Policy", "\"submits\";q=" + TokenServer.SUBMITS_PER_MINUTE + ";w=60");
    assertThat(group(refused, 1)).isLessThanOrEqualTo(1);
    assertThat(group(refused, 2)).isBetween(58, 60);
    assertThat(retryAfter(refused)).isEqualTo(1);
    caller("patient").post(TOMORROW).then().statusCode(202);
    Awaitility.await().until(() -> hasty.post(TOMORROW).statusCode() == 202);
  }

  @Test
  void a_request_that_is_repeated_does_not_count() {
    Client careful = caller("careful");
    Response first = keyed(careful);
    first.then().statusCode(202);

    Response again = keyed(careful);

    again.then().statusCode(202);
    assertThat(again.<String>path("id")).isEqualTo(first.path("id"));
    assertThat(group(again, 1)).isGreaterThanOrEqualTo(group(first, 1));
    careful.ask().get("/job").then().header("RateLimit", nullValue());
  }

  private static Response keyed(Client client) {
    return client
        .ask()
        .header("Idempotency-Key", "once")
        .contentType(ContentType.JSON)
        .body(TOMORROW)
        .post("/job");
  }

  @Test
  void who_has_stored_enough_creates_nothing_until_there_is_room() {
    Client collector = caller("collector");
    String job = collector.ended(Map.of("outputBytes", TokenServer.CALLER_BYTES));

    Response refused =
        Awaitility.await()
            .until(() -> collector.post(TOMORROW), answer -> answer.statusCode() == 429);
    refused.then().spec(problem(429, "quota-exceeded")).body("detail", containsString("room"));
    assertThat(retryAfter(refused)).as("kept for a day").isEqualTo(3600);
    caller("modest").post(TOMORROW).then().statusCode(202);

    collector.ask().delete("/job/{id}/output", job).then().statusCode(200);
    Awaitility.await().until(() -> collector.post(TOMORROW).statusCode() == 202);
  }

  @Test
  void a_file_must_fit_in_what_is_left() {
    Client sender = caller("sender");

    sort(sender, TokenServer.CALLER_BYTES + 2).then().spec(problem(429, "quota-exceeded"));
    sort(sender, 10).then().statusCode(202);
  }

  private static Response sort(Client client, int bytes) {
    return client
        .upload()
        .multiPart("job", "{\"operation\":\"sort\"}", "application/json")
        .multiPart("file", "lines.txt", "a\n".repeat(bytes / 2).getBytes(US_ASCII), "text/plain")
        .post("/job");
  }

  @Test
  void who_sends_many_bodies_slowly_does_not_keep_others_from_theirs() throws IOException {
    String token = guarded.token("slow", "submitter");
    String half =
        "POST /job HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer %s\r\nContent-Length: 100\r\n\r\n{".formatted(token);
    List<Socket> bodies = new ArrayList<>();
    try {
      for (int i = 0; i <= TokenServer.CALLER_BODIES; i++) {
        Socket socket = new Socket(guarded.server().uri().getHost(), guarded.server().port());
        bodies.add(socket);
        socket.getOutputStream().write(half.getBytes(US_ASCII));
      }
      Socket refused = Awaitility.await().until(() -> answered(bodies), Objects::nonNull);
      assertThat(new String(refused.getInputStream().readNBytes(13), US_ASCII))
          .isEqualTo("HTTP/1.1 429 ");
      caller("quick").post(TOMORROW).then().statusCode(202);
    } finally {
      for (Socket socket : bodies) {
        socket.close();
      }
    }
  }

  private static Socket answered(List<Socket> asked) throws IOException {
    for (Socket socket : asked) {
      if (socket.getInputStream().available() > 0) {
        return socket;
      }
    }
    return null;
  }

  @Test
  void no_more_of_a_callers_jobs_run_than_may_and_the_others_wait() {
    Client broad = caller("broad");
    List<String> running = new ArrayList<>();
    for (int i = 0; i < TokenServer.CALLER_SLOTS; i++) {
      running.add(broad.simulated(Map.of("duration", "PT1H")));
    }
    running.forEach(broad::awaitRunning);
    String waits = broad.simulated(Map.of());

    caller("narrow").ended(Map.of());
    assertThat(broad.status(waits).getString("status")).isEqualTo("NotStarted");

    broad.cancel(running.get(0)).then().statusCode(200);
    assertThat(broad.awaitEnd(waits).getString("status")).isEqualTo("Succeeded");
    running.forEach(broad::cancel);
    running.forEach(broad::awaitEnd);
  }

  @Test
  void who_floods_does_not_keep_others_waiting() {
    Client lonely = caller("lonely");
    List<Client> flooders = List.of(caller("flooder"), caller("another-flooder"));
    Map<String, ?> urgent =
        Map.of("operation", "simulate", "priority", 9, "input", Map.of("duration", "PT2S"));
    List<List<String>> floods = new ArrayList<>();
    for (Client flooder : flooders) {
      floods.add(Stream.generate(() -> flooder.accepted(urgent)).limit(30).toList());
    }

    lonely.ended(Map.of());

    for (int i = 0; i < flooders.size(); i++) {
      Client flooder = flooders.get(i);
      List<String> flood = floods.get(i);
      assertThat(flooder.status(flood.get(29)).getString("status")).isEqualTo("NotStarted");
      flood.forEach(flooder::cancel);
    }
  }
}
