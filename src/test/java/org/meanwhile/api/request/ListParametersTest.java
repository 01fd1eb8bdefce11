package org.meanwhile.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.ViewedJob;
import org.meanwhile.job.read.JobFilter;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.job.read.JobQuery.Order;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Scope;

class ListParametersTest {
  private static final Scope ALICE = Scope.of("alice");

  @Test
  void without_parameters_the_first_50_jobs_in_scope_are_listed() {
    JobQuery query = read();

    assertThat(query).isEqualTo(JobQuery.of(JobFilter.of(ALICE), 50));
  }

  @Test
  void statuses_may_be_separated_by_commas_or_repeated() {
    assertThat(read("status", "NotStarted, Running", "status", "Failed").filter().statuses())
        .containsExactlyInAnyOrder(JobStatus.WAITING, JobStatus.RUNNING, JobStatus.FAILED);
  }

  @Test
  void a_label_is_split_at_its_first_colon() {
    assertThat(read("label", "team:a:b", "label", "month:").filter().labels())
        .containsExactlyInAnyOrder(
            JobFilter.Label.of("team", "a:b"), JobFilter.Label.of("month", ""));
  }

  @Test
  void a_label_is_found_however_its_letters_are_composed() {
    assertThat(read("label", "cafe\u0301:re\u0301sume\u0301").filter().labels())
        .containsExactly(JobFilter.Label.of("caf\u00E9", "r\u00E9sum\u00E9"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-01T02:00:00Z, 2026-12-01T02:00:00Z",
    "2026-12-01T02:00:00+01:00, 2026-12-01T01:00:00Z",
    "2026-12-01T02:00:00 01:00, 2026-12-01T01:00:00Z",
  })
  void a_plus_sign_in_a_time_may_have_become_a_space(String text, Instant time) {
    assertThat(read("createdAfter", text).filter().created().after()).contains(time);
    assertThat(read("createdBefore", text).filter().created().before()).contains(time);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200})
  void a_limit_is_from_1_to_200(int limit) {
    assertThat(read("limit", Integer.toString(limit)).limit()).isEqualTo(limit);
  }

  @Test
  void a_cursor_is_the_time_and_the_id_of_a_job() {
    Instant created = Instant.parse("2026-12-01T02:00:00.123456Z");
    UUID id = UUID.fromString("01a227d8-a9a1-7563-ac58-779a33ba0368");

    assertThat(read("cursor", base64(created + " " + id)).after())
        .contains(new JobQuery.Position(created, id));
  }

  @ParameterizedTest
  @CsvSource({
    "status, Waiting",
    "status, ''",
    "operation, 'so\u0000rt'",
    "label, :a",
    "label, 'team:a\u0007'",
    "createdAfter, yesterday",
    "createdBefore, 2026-13-01T00:00:00Z",
    "limit, 0",
    "limit, 201",
    "limit, +1",
    "limit, 1.5",
    "limit, 99999999999",
    "cursor, !",
    "cursor, MjAyNg",
    "offset, 1",
  })
  void each_wrong_value_is_refused_by_the_name_of_its_parameter(String name, String value) {
    assertThat(refused(name, value).errors())
        .extracting(Violation::pointer)
        .containsExactly("/" + name);
  }

  @Test
  void a_name_is_escaped_in_its_pointer() {
    assertThat(refused("a/b~c", "1").errors())
        .extracting(Violation::pointer)
        .containsExactly("/a~1b~0c");
  }

  @Test
  void the_cursor_of_a_place_leads_behind_it() {
    JobView view = ViewedJob.waiting().view();
    JobQuery.Position place =
        new JobQuery.Position(view.job().createdAt(), view.job().id().value());

    assertThat(read("cursor", ListParameters.cursor(place, Order.CREATION)).after())
        .contains(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday 01a227d8-a9a1-7563-ac58-779a33ba0368",
        "2026-12-01T02:00:00Z 1 2",
        "2026-12-01T02:00:00Z no-uuid",
        "+999999999-12-31T23:59:59Z 01a227d8-a9a1-7563-ac58-779a33ba0368",
      })
  void a_cursor_that_no_list_gave_is_refused(String text) {
    assertThat(refused("cursor", base64(text)).errors())
        .extracting(Violation::pointer)
        .containsExactly("/cursor");
  }

  @Test
  void everything_wrong_is_told_at_once() {
    assertThat(refused("limit", "0", "status", "Waiting", "page", "2").errors())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/limit", "/status", "/page");
  }

  private static JobQuery read(String... namesAndValues) {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return ListParameters.read(parameters, ALICE);
  }

  private static Problem refused(String... namesAndValues) {
    Problem problem = catchThrowableOfType(Problem.class, () -> read(namesAndValues));
    assertThat(problem).as("refused").isNotNull();
    return problem;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
