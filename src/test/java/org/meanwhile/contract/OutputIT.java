package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class OutputIT {
  /** More than one chunk, and no multiple of a chunk. */
  private static final int SIZE = 3_000_007;

  private static final byte[] CONTENT =
      "meanwhile\n".repeat(SIZE / 10 + 1).substring(0, SIZE).getBytes(UTF_8);

  private final Client client;
  private String id;

  OutputIT(Client client) {
    this.client = client;
  }

  @BeforeEach
  void a_job_with_an_output() {
    id = client.ended(Map.of("outputBytes", SIZE, "mediaType", "text/plain"));
  }

  @Test
  void the_output_is_what_the_operation_wrote() {
    assertThat(client.output(id).then().statusCode(200).extract().asByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void it_is_served_as_often_as_like() {
    IntStream.range(0, 3)
        .forEach(i -> assertThat(client.output(id).asByteArray()).isEqualTo(CONTENT));
  }

  @Test
  void it_says_all_about_itself() {
    client
        .output(id)
        .then()
        .header("Content-Type", startsWith("text/plain"))
        .header("Content-Length", Integer.toString(SIZE))
        .header("Accept-Ranges", "bytes")
        .header("Last-Modified", notNullValue())
        .header("Content-Disposition", startsWith("attachment; filename"))
        .header(
            "Cache-Control",
            allOf(
                containsString("private"),
                containsString("immutable"),
                containsString("no-transform"),
                containsString("max-age=")))
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", startsWith("sandbox"));
  }

  @Test
  void its_digests_agree() {
    Response output = client.output(id);
    byte[] digest = sha256(output.asByteArray());
    JsonPath job = client.status(id);

    assertThat(job.getString("output.sha256")).isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(output.header("Repr-Digest"))
        .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":");
    assertThat(output.header("ETag")).matches("\"[^\"]+\"");
    assertThat(job.getLong("output.size")).isEqualTo(SIZE);
    assertThat(job.getString("output.mediaType")).isEqualTo("text/plain");
  }

  @Test
  void its_sunset_is_when_the_job_expires() {
    Instant sunset =
        ZonedDateTime.parse(
                client.output(id).header("Sunset"), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();

    assertThat(
            Instant.parse(client.status(id).getString("expiresAt")).truncatedTo(ChronoUnit.SECONDS))
        .isEqualTo(sunset);
  }

  @Test
  void head_says_the_same_without_the_bytes() {
    Response get = client.output(id);
    Response head = client.ask().head("/job/{id}/output", id);

    head.then().statusCode(200).body(emptyString());
    for (String header :
        List.of(
            "Content-Type",
            "Content-Length",
            "ETag",
            "Last-Modified",
            "Accept-Ranges",
            "Repr-Digest",
            "Sunset")) {
      assertThat(head.header(header)).as(header).isEqualTo(get.header(header));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-9, 0, 9",
    "bytes=5-1000004, 5, 1000004",
    "bytes=2999999-, 2999999, 3000006",
    "bytes=-7, 3000000, 3000006",
    "bytes=-99999999, 0, 3000006",
    "bytes=3000006-99999999999999999999, 3000006, 3000006",
    "bytes=0-, 0, 3000006"
  })
  void a_range_is_answered_by_just_that(String range, int first, int last) {
    Response answer = client.ask().header("Range", range).get("/job/{id}/output", id);

    answer
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes " + first + "-" + last + "/" + SIZE)
        .header("Content-Length", Integer.toString(last - first + 1));
    assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(CONTENT, first, last + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=3000007-", "bytes=99999999999999999999-", "bytes=-0"})
  void a_range_beyond_the_end_is_not_satisfiable(String range) {
    client
        .ask()
        .header("Range", range)
        .get("/job/{id}/output", id)
        .then()
        .statusCode(416)
        .spec(problem(416))
        .header("Content-Range", "bytes */" + SIZE);
  }

  @Test
  void several_lines_are_several_ranges_which_are_ignored() {
    client
        .askUndescribed()
        .header("Range", "bytes=0-0", "bytes=5-9")
        .get("/job/{id}/output", id)
        .then()
        .statusCode(200)
        .header("Content-Length", Integer.toString(SIZE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=9-0",
        "bytes=",
        "bytes=a-b",
        "lines=1-2",
        "bytes 0-9",
        "bytes=-",
        "bytes=0x0-9"
      })
  void what_is_no_range_is_ignored(String range) {
    client
        .askWrongly()
        .header("Range", range)
        .get("/job/{id}/output", id)
        .then()
        .statusCode(200)
        .header("Content-Length", Integer.toString(SIZE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-", "bytes=0-0", "bytes=5-", "bytes=-1", "bytes=-0", "bytes=0-1,3-4"})
  void any_range_of_an_empty_output_gets_all_of_it(String range) {
    String empty = client.ended(Map.of());
    String tag = client.askUndescribed().get("/job/{id}/output", empty).header("ETag");
    String uri =
        client
            .ask()
            .contentType(ContentType.JSON)
            .body(Map.of())
            .post("/job/{id}/share", empty)
            .path("uri");

    for (String path : List.of("/job/" + empty + "/output", URI.create(uri).getPath())) {
      for (String validator : List.of(tag, "\"other\"", "Sun, 06 Nov 1994 08:49:37 GMT")) {
        // The validator takes an empty body for a missing body.
        RequestSpecification request =
            client.askUndescribed().header("Range", range).header("If-Range", validator);

        Response get = request.get(path);
        Response head = request.head(path);

        for (Response answer : List.of(get, head)) {
          answer
              .then()
              .statusCode(200)
              .header("Content-Length", "0")
              .header("Accept-Ranges", "bytes")
              .header("Content-Range", nullValue())
              .body(emptyString());
        }
      }
      client
          .askUndescribed()
          .header("Range", range)
          .header("If-None-Match", tag)
          .get(path)
          .then()
          .statusCode(304);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EEE, dd MMM yyyy HH:mm:ss 'GMT'",
        "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
        "EEE MMM ppd HH:mm:ss yyyy"
      })
  void a_date_is_read_in_each_form_that_http_has(String form) {
    String modified = client.output(id).header("Last-Modified");
    DateTimeFormatter format = DateTimeFormatter.ofPattern(form, Locale.ENGLISH);
    ZonedDateTime time = ZonedDateTime.parse(modified, DateTimeFormatter.RFC_1123_DATE_TIME);

    assertThat(conditional("If-Modified-Since", format.format(time))).isEqualTo(304);
    assertThat(conditional("If-Modified-Since", format.format(time.minusDays(1)))).isEqualTo(200);
    assertThat(conditional("If-Unmodified-Since", format.format(time))).isEqualTo(200);
    assertThat(conditional("If-Unmodified-Since", format.format(time.minusDays(1)))).isEqualTo(412);
    assertThat(resumed(format.format(time))).isEqualTo(206);
    assertThat(resumed(format.format(time.minusSeconds(1)))).isEqualTo(200);
  }

  /** RFC 9110, section 13.1.4. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_time_counts_for_nothing_where_tags_decide(boolean any) {
    String tag = any ? "*" : client.output(id).header("ETag");
    client
        .ask()
        .header("If-Match", tag)
        .header("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")
        .get("/job/{id}/output", id)
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "Mon, 06 Nov 1994 08:49:37 GMT", "2040-01-01T00:00:00Z", "1"})
  void what_is_no_date_is_ignored(String date) {
    assertThat(conditional("If-Modified-Since", date)).isEqualTo(200);
    assertThat(conditional("If-Unmodified-Since", date)).isEqualTo(200);
    assertThat(resumed(date)).isEqualTo(200);
  }

  private int conditional(String field, String date) {
    return client.askWrongly().header(field, date).get("/job/{id}/output", id).statusCode();
  }

  private int resumed(String date) {
    return client
        .askWrongly()
        .header("Range", "bytes=10-")
        .header("If-Range", date)
        .get("/job/{id}/output", id)
        .statusCode();
  }

  @Test
  void several_ranges_get_all() {
    Response answer = client.ask().header("Range", "bytes=0-1, 4-5").get("/job/{id}/output", id);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void a_cut_download_is_resumed_with_if_range() {
    Response whole = client.output(id);

    for (String validator : List.of(whole.header("ETag"), whole.header("Last-Modified"))) {
      client
          .ask()
          .header("Range", "bytes=10-")
          .header("If-Range", validator)
          .get("/job/{id}/output", id)
          .then()
          .statusCode(206)
          .header("ETag", whole.header("ETag"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"another\"", "W/\"another\"", "Wed, 21 Oct 2015 07:28:00 GMT"})
  void a_range_of_another_representation_gets_the_whole(String validator) {
    client
        .ask()
        .header("Range", "bytes=10-")
        .header("If-Range", validator)
        .get("/job/{id}/output", id)
        .then()
        .statusCode(200)
        .header("Content-Length", Integer.toString(SIZE));
  }

  @Test
  void what_the_client_has_is_not_sent_again() {
    String tag = client.output(id).header("ETag");

    client
        .ask()
        .header("If-None-Match", tag)
        .get("/job/{id}/output", id)
        .then()
        .statusCode(304)
        .header("ETag", tag)
        .body(emptyString());
    client
        .ask()
        .header("If-None-Match", "W/" + tag)
        .get("/job/{id}/output", id)
        .then()
        .statusCode(304);
    client
        .ask()
        .header("If-None-Match", "\"other\"")
        .get("/job/{id}/output", id)
        .then()
        .statusCode(200);
  }

  @Test
  void a_range_of_head_is_ignored() {
    client
        .ask()
        .header("Range", "bytes=0-9")
        .head("/job/{id}/output", id)
        .then()
        .statusCode(200)
        .header("Content-Length", Integer.toString(SIZE))
        .header("Content-Range", nullValue());
  }

  @Test
  void a_job_may_have_an_empty_output() {
    String empty = client.ended(Map.of());

    client.poll(empty).then().statusCode(303);
    // The validator takes an empty body for a missing body.
    client
        .askUndescribed()
        .get("/job/{id}/output", empty)
        .then()
        .statusCode(200)
        .header("Content-Length", "0")
        .body(emptyString());
  }

  @Test
  void an_output_that_is_not_ready_is_not_found_yet() {
    String waiting = client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    client
        .output(waiting)
        .then()
        .spec(problem(404, "output-not-ready"))
        .header("Retry-After", notNullValue());
  }

  @Test
  void a_failed_job_has_no_output() {
    client
        .output(client.ended(Map.of("failAtStep", 1, "outputBytes", 10)))
        .then()
        .spec(problem(404, "no-output"));
  }

  @Test
  void the_output_of_an_unknown_job_is_unknown() {
    client.output(UUID.randomUUID().toString()).then().spec(problem(404, "unknown-job"));
    client
        .ask()
        .delete("/job/{id}/output", UUID.randomUUID())
        .then()
        .spec(problem(404, "unknown-job"));
  }

  @Test
  void a_deleted_output_is_gone_and_the_record_stays() {
    client.ask().delete("/job/{id}/output", id).then().statusCode(200);

    client.output(id).then().spec(problem(410, "output-deleted"));
    client.ask().head("/job/{id}/output", id).then().statusCode(410);
    client.poll(id).then().statusCode(200).body("status", equalTo("Succeeded"));
  }

  @Test
  void deleting_it_again_is_as_good() {
    Response first = client.ask().delete("/job/{id}/output", id);
    Response second = client.ask().delete("/job/{id}/output", id);

    second.then().statusCode(200);
    assertThat(second.<String>path("output.deletedAt"))
        .isNotNull()
        .isEqualTo(first.path("output.deletedAt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "W/%s", "\"a\", W/%s"})
  void an_output_that_is_another_one_is_not_deleted(String condition) {
    String tag = client.output(id).header("ETag");

    client
        .askWrongly()
        .header("If-Match", condition.formatted(tag))
        .delete("/job/{id}/output", id)
        .then()
        .spec(problem(412, "precondition-failed"));

    client.output(id).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "%s", "\"a\", %s"})
  void an_output_that_is_the_one_meant_is_deleted(String condition) {
    String match = condition.formatted(client.output(id).header("ETag"));

    client.ask().header("If-Match", match).delete("/job/{id}/output", id).then().statusCode(200);

    client
        .ask()
        .header("If-Match", match)
        .delete("/job/{id}/output", id)
        .then()
        .spec(problem(412, "precondition-failed"));
    client.ask().delete("/job/{id}/output", id).then().statusCode(200);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
