package org.meanwhile.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.ViewedJob;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.platform.Scope;

class ListParametersTest {
  private final MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();

  private JobQuery read() {
    return ListParameters.read(parameters, Scope.of("alice"));
  }

  @Test
  void without_parameters_a_page_has_50_jobs_of_any_kind() {
    assertThat(read().limit()).isEqualTo(50);
    assertThat(read().statuses()).isEmpty();
    assertThat(read().labels()).isEmpty();
    assertThat(read().after()).isEmpty();
  }

  @Test
  void statuses_may_be_in_one_parameter_or_in_several() {
    parameters.add("status", "Running, Failed");
    parameters.add("status", "NotStarted");

    assertThat(read().statuses())
        .containsExactlyInAnyOrder(JobStatus.RUNNING, JobStatus.FAILED, JobStatus.WAITING);
  }

  @Test
  void a_label_is_a_name_and_a_value_which_may_have_colons() {
    parameters.add("label", "team:billing");
    parameters.add("label", "url:http://a");
    parameters.add("label", "empty:");

    assertThat(read().labels())
        .containsEntry("team", "billing")
        .containsEntry("url", "http://a")
        .containsEntry("empty", "");
  }

  @Test
  void a_plus_sign_that_was_not_encoded_is_read_as_one() {
    parameters.add("createdAfter", "2026-12-01T03:00:00 01:00");

    assertThat(read().createdAfter()).contains(Instant.parse("2026-12-01T02:00:00Z"));
  }

  @Test
  void a_cursor_leads_behind_its_job() {
    Job last = ViewedJob.waiting().job();
    parameters.add("cursor", ListParameters.cursor(last));

    assertThat(read().after()).contains(new JobQuery.Position(last.createdAt(), last.id().value()));
  }

  @ParameterizedTest
  @CsvSource({
    "unknown, 1, /unknown",
    "a/b~c, 1, /a~1b~0c",
    "status, Done, /status",
    "status, '', /status",
    "label, team, /label",
    "label, :billing, /label",
    "limit, 0, /limit",
    "limit, 201, /limit",
    "limit, 1e2, /limit",
    "createdAfter, yesterday, /createdAfter",
    "createdBefore, +10000-01-01T00:00:00Z, /createdBefore",
    "cursor, x, /cursor",
    "cursor, '', /cursor"
  })
  void a_wrong_parameter_is_pointed_at(String name, String value, String pointer) {
    parameters.add(name, value);

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.pointer()).isEqualTo(pointer)));
  }

  @Test
  void a_cursor_of_our_form_with_an_impossible_time_is_refused() {
    String forged = "+1000000000-12-31T23:59:59Z 00000000-0000-0001-0000-000000000002";
    parameters.add("cursor", Base64.getUrlEncoder().encodeToString(forged.getBytes()));

    assertThatThrownBy(this::read).isInstanceOf(Problem.class);
  }

  @Test
  void everything_that_is_wrong_is_told_at_once() {
    parameters.add("limit", "0");
    parameters.add("status", "Done");
    parameters.add("operation", "a\u0000b");

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors()).hasSize(3));
  }
}
