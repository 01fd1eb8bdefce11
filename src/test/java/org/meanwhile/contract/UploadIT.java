package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.MultiPartSpecification;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;
import org.meanwhile.contract.support.Upload;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class UploadIT {
  private static final String SORT = "{\"operation\":\"sort\"}";

  private final Client client;

  UploadIT(Client client) {
    this.client = client;
  }

  @Test
  void the_job_may_come_before_its_file() {
    Response answer = multipart().multiPart(job(SORT)).multiPart(file("b\na\n")).post("/job");

    assertSorted(answer, "a\nb\n");
  }

  @Test
  void the_file_may_come_before_its_job() {
    Response answer = multipart().multiPart(file("b\na\n")).multiPart(job(SORT)).post("/job");

    assertSorted(answer, "a\nb\n");
  }

  @Test
  void a_file_larger_than_any_buffer_arrives_whole() {
    Random random = new Random(42);
    String lines =
        random
            .ints(200_000, 0, 1_000_000_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining("\n", "", "\n"));

    Response answer = multipart().multiPart(job(SORT)).multiPart(file(lines)).post("/job");

    assertSorted(answer, lines.lines().sorted().collect(Collectors.joining("\n", "", "\n")));
  }

  @Test
  void the_job_may_have_a_deadline() {
    String job = "{\"operation\":\"sort\",\"deadline\":\"2999-12-01T00:00:00Z\"}";

    multipart()
        .multiPart(job(job))
        .multiPart(file("b"))
        .post("/job")
        .then()
        .statusCode(202)
        .body("deadline", equalTo("2999-12-01T00:00:00Z"));
  }

  @Test
  void an_empty_file_is_a_file() {
    assertSorted(multipart().multiPart(job(SORT)).multiPart(file("")).post("/job"), "");
  }

  @Test
  void a_file_may_contain_what_looks_like_a_boundary() {
    String lines = "--" + Upload.BOUNDARY + "\n\r\n--\r\n";

    String id =
        multipart()
            .multiPart(job("{\"operation\":\"shout\"}"))
            .multiPart(file(lines))
            .post("/job")
            .path("id");

    client.awaitEnd(id);
    assertThat(client.output(id).asString()).isEqualTo(lines.toUpperCase(java.util.Locale.ROOT));
  }

  @Test
  void a_program_gets_the_file_on_its_standard_input() {
    Response answer =
        multipart()
            .multiPart(job("{\"operation\":\"shout\"}"))
            .multiPart(file("quiet\n"))
            .post("/job");

    assertSorted(answer, "QUIET\n");
  }

  @Test
  void the_job_may_come_without_a_media_type_of_its_own() {
    Response answer =
        client.askWrongly().multiPart("job", SORT).multiPart(file("b\na\n")).post("/job");

    assertSorted(answer, "a\nb\n");
  }

  @Test
  void a_file_without_a_job_is_refused() {
    client.askWrongly().multiPart(file("a\n")).post("/job").then().spec(problem(400));
  }

  @Test
  void a_job_without_the_file_that_it_needs_is_refused() {
    client
        .askWrongly()
        .multiPart(job(SORT))
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"));
    client
        .askWrongly()
        .contentType("application/json")
        .body(SORT)
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"));
  }

  @Test
  void a_file_for_an_operation_that_takes_none_is_refused() {
    client
        .askWrongly()
        .multiPart(job("{\"operation\":\"simulate\"}"))
        .multiPart(file("a\n"))
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"));
  }

  @Test
  void parts_that_nobody_asked_for_are_refused() {
    client
        .askWrongly()
        .multiPart(job(SORT))
        .multiPart(file("a\n"))
        .multiPart("more", "x")
        .post("/job")
        .then()
        .spec(problem(400));
    client
        .askWrongly()
        .multiPart(job(SORT))
        .multiPart(file("a\n"))
        .multiPart(file("b\n"))
        .post("/job")
        .then()
        .spec(problem(400));
    client
        .askWrongly()
        .multiPart(job(SORT))
        .multiPart(job(SORT))
        .multiPart(file("b\n"))
        .post("/job")
        .then()
        .spec(problem(400));
  }

  @Test
  void a_wrong_job_with_a_file_is_pointed_at() {
    client
        .askWrongly()
        .multiPart(file("a\n"))
        .multiPart(job("{\"operation\":\"sort\",\"input\":{\"unique\":\"very\"}}"))
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/input/unique"));
  }

  @Test
  void a_malformed_job_with_a_file_is_refused() {
    client
        .askWrongly()
        .multiPart(job("{"))
        .multiPart(file("a\n"))
        .post("/job")
        .then()
        .spec(problem(400, "malformed-request"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=other",
      })
  void a_body_that_is_no_multipart_is_refused(String contentType) {
    client
        .askWrongly()
        .contentType(contentType)
        .body((Upload.opening(SORT) + "a\n" + Upload.closing()).getBytes(UTF_8))
        .post("/job")
        .then()
        .spec(problem(400));
  }

  @Test
  void a_multipart_that_ends_early_is_refused() {
    client
        .askWrongly()
        .contentType("multipart/form-data; boundary=" + Upload.BOUNDARY)
        .body((Upload.opening(SORT) + "a\nb").getBytes(UTF_8))
        .post("/job")
        .then()
        .spec(problem(400, "malformed-request"));
  }

  /** A vertical bar is a line end, and B the boundary. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "JOB FILE",
        "JOB FILE --Bx",
        "JOB FILE --B--x",
        "JOB --Bgarbage|FILE --B--",
        "JOB --B|garbage|FILE --B--",
        "JOB --B|Content-Disposition: form-data; name=\"file\"|a|FILE --B--",
        "JOB --B|Content-Disposition: form-data; name=\"fi",
        "JOB --B|Content-Disposition form-data; name=\"file\"||a|--B--",
        "JOB --B|Content-Disposition: attachment; name=\"file\"||a|FILE --B--",
        "JOB --B|Content-Type: text/plain||a|FILE --B--",
        "JOB --B||a|FILE --B--",
        "JOB --B--|FILE --B--",
        "JOB FILE FILE --B--",
        "JOB JOB FILE --B--",
        "JOB FILE --B|Content-Disposition: form-data; name=\"files\"||a|--B--",
        "garbage|JOB FILE --B--",
        "-B|Content-Disposition: form-data; name=\"file\"||a|JOB --B--",
        "FILE JOB",
        "FILE JOB --B|",
      })
  void a_form_in_which_a_part_could_get_lost_makes_no_job(String form) {
    String label = UUID.randomUUID().toString();

    sent(form, label).then().spec(problem(400));

    client.ask().queryParam("label", "form:" + label).get("/job").then().body("items", empty());
  }

  @Test
  void a_form_of_bare_line_feeds_makes_no_job() {
    String form = form("JOB FILE --B--", "x").replace("\r\n", "\n");

    multipartOf("multipart/form-data; boundary=B", form).then().spec(problem(400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JOB FILE --B--",
        "FILE JOB --B--|",
        "JOB FILE --B-- \t|",
        "JOB FILE --B--|an epilogue",
        "|JOB FILE --B--|",
      })
  void a_sound_form_makes_a_job_of_its_file(String form) {
    assertSorted(sent(form, "sound"), "a\nb\n");
    assertSorted(sent(form.replace("JOB", "PADDED"), "sound"), "a\nb\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-dataX; boundary=B  | 415",
        "multipart/mixed; boundary=B       | 415",
        "multipart/form; boundary=B        | 415",
        "multipart/form-data; boundary=C   | 400",
        "multipart/form-data; boundary=BB  | 400",
        "Multipart/Form-Data ; Boundary=B  | 202",
        "multipart/form-data;boundary=\"B\" | 202",
      })
  void a_form_is_known_by_its_media_type(String contentType, int status) {
    assertThat(multipartOf(contentType, form("JOB FILE --B--", "x")).statusCode())
        .isEqualTo(status);
  }

  private Response sent(String form, String label) {
    return multipartOf("multipart/form-data; boundary=B", form(form, label));
  }

  private Response multipartOf(String contentType, String body) {
    return client.askWrongly().contentType(contentType).body(body.getBytes(UTF_8)).post("/job");
  }

  private static String form(String words, String label) {
    String job =
        "Content-Disposition: form-data; name=\"job\"||{\"operation\":\"sort\",\"labels\":{\"form\":\""
            + label
            + "\"}}|";
    String file =
        "--B|Content-Disposition: form-data; name=\"file\"|Content-Type: text/plain||b\na\n|";
    return words
        .replace("PADDED ", "--B \t|" + job)
        .replace("PADDED", "--B \t|" + job)
        .replace("JOB ", "--B|" + job)
        .replace("JOB", "--B|" + job)
        .replace("FILE ", file)
        .replace("FILE", file)
        .replace("|", "\r\n");
  }

  @Test
  void a_part_that_is_a_multipart_without_a_boundary_is_refused() {
    String body = (Upload.opening(SORT) + "a\nb" + Upload.closing());

    client
        .askWrongly()
        .contentType("multipart/form-data; boundary=" + Upload.BOUNDARY)
        .body(body.replace("text/plain", "multipart/mixed").getBytes(UTF_8))
        .post("/job")
        .then()
        .spec(problem(400, "malformed-request"));
  }

  @Test
  void a_file_with_a_name_that_no_file_can_have_is_refused() {
    String body =
        (Upload.opening(SORT) + "a\nb" + Upload.closing()).replace("lines.txt", "lines\0.txt");

    client
        .askWrongly()
        .contentType("multipart/form-data; boundary=" + Upload.BOUNDARY)
        .body(body.getBytes(UTF_8))
        .post("/job")
        .then()
        .spec(problem(400, "malformed-request"));
  }

  @Test
  void a_form_without_a_file_is_a_request_as_any_other() {
    String job = "{\"operation\":\"simulate\",\"input\":{\"outputBytes\":3}}";

    String id =
        client
            .askWrongly()
            .multiPart(job(job))
            .post("/job")
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    client.awaitEnd(id);
    client.output(id).then().statusCode(200);
  }

  @Test
  void a_file_that_comes_first_for_an_operation_that_takes_none_is_refused() {
    client
        .askWrongly()
        .multiPart(file("a\n"))
        .multiPart(job("{\"operation\":\"simulate\"}"))
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/file"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "a\\\"b.txt, a\"b.txt",
        "a%22b.txt, a\"b.txt",
        "a%0D%0Ab.txt, a__b.txt",
        "a%20b%41.txt, a%20b%41.txt",
        "C:\\letters\\b.txt, b.txt",
        "letters/b.txt, b.txt",
      })
  void a_name_is_read_as_browsers_and_others_write_it(String written, String name) {
    String body = (Upload.opening(SORT) + "a\n" + Upload.closing()).replace("lines.txt", written);

    String id =
        client
            .askWrongly()
            .contentType("multipart/form-data; boundary=" + Upload.BOUNDARY)
            .body(body.getBytes(UTF_8))
            .post("/job")
            .path("id");

    client.awaitEnd(id);
    String encoded = URLEncoder.encode(name, UTF_8).replace("%5F", "_");
    assertThat(client.output(id).header("Content-Disposition"))
        .satisfiesAnyOf(
            field -> assertThat(field).endsWith("filename*=UTF-8''" + encoded),
            field -> assertThat(field).endsWith("filename=\"" + name + '"'));
  }

  private RequestSpecification multipart() {
    return client.upload();
  }

  private void assertSorted(Response answer, String expected) {
    String id = answer.then().statusCode(202).extract().path("id");
    assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Succeeded");
    // The validator takes an empty body for a missing body.
    client
        .askUndescribed()
        .get("/job/{id}/output", id)
        .then()
        .statusCode(200)
        .body(equalTo(expected));
    assertThat(client.status(id).getLong("output.size")).isEqualTo(expected.getBytes(UTF_8).length);
  }

  private static MultiPartSpecification job(String json) {
    return new MultiPartSpecBuilder(json.getBytes(UTF_8))
        .controlName("job")
        .mimeType("application/json")
        .emptyFileName()
        .build();
  }

  private static MultiPartSpecification file(String lines) {
    return new MultiPartSpecBuilder(lines.getBytes(UTF_8))
        .controlName("file")
        .fileName("lines.txt")
        .mimeType("text/plain")
        .build();
  }
}
