package org.meanwhile.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobId;
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
    "label, ''",
    "sort, createdAt",
    "counts, yes",
    "text, ''",
    "text, 'a\u0000b'",
    "text, a b c d e f g h i j k l m n o p q",
    "group, x",
    "node, x",
    "finishedAfter, now",
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
  void a_label_without_a_colon_is_the_name_of_one() {
    assertThat(read("label", "team").filter().labels())
        .containsExactly(JobFilter.Label.named("team"));
  }

  @Test
  void what_became_of_a_job_and_what_made_it_are_read() {
    UUID id = UUID.fromString("01a227d8-a9a1-7563-ac58-779a33ba0368");
    Instant time = Instant.parse("2026-12-01T02:00:00Z");
    JobId job = new JobId(id);

    JobFilter filter =
        read(
                "code",
                "timed-out",
                "finishedAfter",
                "2026-12-01T02:00:00Z",
                "finishedBefore",
                "2026-12-01T02:00:00Z",
                "group",
                id.toString(),
                "rerunOf",
                id.toString(),
                "after",
                id.toString(),
                "schedule",
                "nightly",
                "node",
                id.toString())
            .filter();

    assertThat(filter)
        .isEqualTo(
            JobFilter.of(ALICE)
                .withCodes(Set.of("timed-out"))
                .withFinished(new JobFilter.Period(Optional.of(time), Optional.of(time)))
                .withOrigin(
                    new JobFilter.Origin(Set.of(job), Set.of(job), Set.of("nightly"), Set.of(job)))
                .withNodes(Set.of(id)));
  }

  @Test
  void an_operator_may_name_the_caller_and_nobody_else() {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    parameters.add("caller", "bob");

    assertThat(ListParameters.read(parameters, Scope.everyone()).filter().scope())
        .isEqualTo(Scope.of("bob"));
    assertThat(refused("caller", "bob").type()).isEqualTo(ProblemType.FORBIDDEN);
    assertThat(refused("caller", "alice").type()).isEqualTo(ProblemType.FORBIDDEN);
  }

  @Test
  void an_order_by_end_has_cursors_of_its_own() {
    JobQuery.Position place =
        new JobQuery.Position(
            Instant.parse("2026-12-01T02:00:00.123456Z"),
            UUID.fromString("01a227d8-a9a1-7563-ac58-779a33ba0368"));
    String byEnd = ListParameters.cursor(place, Order.END);
    String byCreation = ListParameters.cursor(place, Order.CREATION);

    JobQuery query = read("sort", "finishedAt", "status", "Failed", "cursor", byEnd);
    assertThat(query.order()).isEqualTo(Order.END);
    assertThat(query.after()).contains(place);
    assertThat(refused("cursor", byEnd).errors())
        .extracting(Violation::pointer)
        .containsExactly("/cursor");
    assertThat(refused("sort", "finishedAt", "status", "Failed", "cursor", byCreation).errors())
        .extracting(Violation::pointer)
        .containsExactly("/cursor");
  }

  @ParameterizedTest
  @CsvSource({
    "status, Failed, true",
    "status, 'Failed,Canceled', true",
    "status, 'Failed,Running', false",
    "finishedAfter, 2026-12-01T02:00:00Z, true",
    "finishedBefore, 2026-12-01T02:00:00Z, true",
    "createdBefore, 2026-12-01T02:00:00Z, false",
    "code, x, false",
  })
  void an_order_by_end_is_of_jobs_that_have_ended(String name, String value, boolean taken) {
    if (taken) {
      assertThat(read("sort", "finishedAt", name, value).order()).isEqualTo(Order.END);
    } else {
      assertThat(refused("sort", "finishedAt", name, value).errors())
          .extracting(Violation::pointer)
          .containsExactly("/sort");
    }
  }

  @Test
  void counts_are_made_when_they_are_asked_for() {
    assertThat(read("counts", "true").counts()).isTrue();
    assertThat(read("counts", "false").counts()).isFalse();
    assertThat(read().counts()).isFalse();
  }

  @Test
  void failures_have_a_filter_and_a_limit_alone() {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    parameters.add("code", "x");

    ListParameters.FailuresRequest request = ListParameters.readFailures(parameters, ALICE);
    assertThat(request.filter()).isEqualTo(JobFilter.of(ALICE).withCodes(Set.of("x")));
    assertThat(request.limit()).isEqualTo(200);
    parameters.add("cursor", "x");
    assertThat(
            catchThrowableOfType(
                    Problem.class, () -> ListParameters.readFailures(parameters, ALICE))
                .errors())
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
