package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.RawAnswer;
import org.meanwhile.contract.support.RawClient;
import org.meanwhile.contract.support.SharedServer;

/**
 * Plain polls and submits are answered without JAX-RS, and the same ones with a preference by it: a
 * client cannot tell the difference.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class DirectAnswersIT {
  /** Means nothing to the server, but takes the request to JAX-RS. */
  private static final String BY_JAX_RS = "Prefer: handling=lenient\r\n";

  private static final Pattern ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  private static final Pattern ESTIMATE =
      Pattern.compile("\"(queuePosition|estimatedFinishAt)\":[^,]*,");

  private static final List<String> CONDITIONS =
      List.of(
          "",
          "If-None-Match: W/\"1\"\r\n",
          "If-None-Match: \"1\", W/\"3\"\r\n",
          "If-None-Match: \"7\"\r\nIf-None-Match: W/\"1\"\r\n",
          "If-None-Match: *\r\n",
          "If-None-Match: malformed\r\n",
          "If-Match: *\r\n",
          "If-Match: \"1\"\r\n",
          "If-Modified-Since: Sun, 29 Nov 2076 12:00:00 GMT\r\n",
          "Accept: application/problem+json\r\n",
          "Accept: text/html\r\n",
          "Accept: text/html\r\nIf-None-Match: W/\"1\"\r\n",
          "Content-Type: malformed\r\n",
          "Content-Encoding: gzip\r\n");

  private final Client client;

  DirectAnswersIT(Client client) {
    this.client = client;
  }

  @Test
  void a_poll_is_answered_as_by_jax_rs() throws IOException {
    String waiting = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    String canceled = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
    client.cancel(canceled);
    String removed = client.ended(Map.of());
    client.cancel(removed);
    String failed = client.ended(Map.of("failAtStep", 1, "failure", "permanent"));
    List<String> jobs =
        List.of(
            waiting,
            waiting.toUpperCase(Locale.ROOT),
            client.ended(Map.of("outputBytes", 3)),
            failed,
            canceled,
            removed,
            UUID.randomUUID().toString(),
            "no-id-but-as-long-as-an-id-would-be-1");
    for (String job : jobs) {
      for (String condition : CONDITIONS) {
        requireSame("GET /job/" + job, condition, "");
        requireSame("GET /job/" + job + "/status", condition, "");
        requireSame("GET /job/" + job + "/status?x=%20", condition, "");
      }
    }
  }

  @Test
  void a_submit_is_answered_as_by_jax_rs() throws IOException {
    String known = UUID.randomUUID().toString();
    String request = "{\"operation\":\"simulate\",\"startAt\":\"" + Client.TOMORROW + "\"}";
    submit(request, "Idempotency-Key: " + known + "\r\n");
    List<String> bodies =
        List.of(
            request,
            "{\"operation\":\"simulate\",\"startAt\":\"never\",\"other\":1}",
            "{\"operation\":\"unknown\"}",
            "[]",
            "{",
            " ",
            "{\"operation\":\"simulate\",\"labels\":{\"a\":\"" + "b".repeat(1 << 20) + "\"}}");
    List<String> fields =
        List.of(
            "",
            "Idempotency-Key: " + known + "\r\n",
            "Idempotency-Key: \"\r\n",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n",
            "Accept: text/html\r\n",
            "Content-Encoding: gzip\r\n");
    for (String body : bodies) {
      for (String field : fields) {
        submit(body, field);
      }
    }
  }

  @Test
  void no_poll_falls_behind_what_this_node_has_done_or_told() {
    String running = client.simulated(Map.of("duration", "PT2S", "steps", 2));
    client.poll(running);
    client.ask().header("Prefer", "wait=60").get("/job/{id}", running).then().statusCode(303);
    client.poll(running).then().statusCode(303);

    client.cancel(running).then().statusCode(200);
    client.poll(running).then().statusCode(410);
    client.ask().get("/job/{id}/output", running).then().statusCode(410);
  }

  private void submit(String body, String field) throws IOException {
    requireSame(
        "POST /job",
        "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n" + field,
        body);
    requireSame(
        "POST /job",
        "Content-Type: application/json; charset=utf-8\r\nContent-Length: "
            + body.length()
            + "\r\n"
            + field,
        body);
  }

  private void requireSame(String line, String fields, String body) throws IOException {
    Map<String, String> direct = answer(line, fields, body);
    Map<String, String> byJaxRs = answer(line, BY_JAX_RS + fields, body);
    assertThat(direct)
        .as(line + " " + fields + body.substring(0, Math.min(99, body.length())))
        .isEqualTo(byJaxRs);
  }

  /** The answer without what may differ between two moments. */
  private Map<String, String> answer(String line, String fields, String body) throws IOException {
    String request =
        line
            + " HTTP/1.1\r\nHost: "
            + client.base().getAuthority()
            + "\r\n"
            + fields
            + "\r\n"
            + body;
    try (RawClient raw = new RawClient(client.base())) {
      RawAnswer answer = raw.send(request.getBytes(UTF_8), false, false);
      Map<String, String> parts = new TreeMap<>(answer.fields());
      parts.replaceAll((name, value) -> withoutIds(value));
      parts.replace("Date", "a time");
      parts.computeIfPresent("Retry-After", (name, seconds) -> "some seconds");
      parts.computeIfPresent("Content-Length", (name, length) -> length.equals("0") ? "0" : "more");
      parts.put("status", String.valueOf(answer.status()));
      parts.put("body", ESTIMATE.matcher(withoutIds(answer.body())).replaceAll(""));
      return parts;
    }
  }

  private static String withoutIds(String text) {
    return TIME.matcher(ID.matcher(text).replaceAll("an id")).replaceAll("a time");
  }
}
