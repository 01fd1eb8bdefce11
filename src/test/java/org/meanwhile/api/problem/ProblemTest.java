package org.meanwhile.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.operation.catalogue.Violation;

class ProblemTest {
  private static String document(Problem problem) {
    return new String(problem.document("/job").bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void a_document_has_the_members_of_rfc_9457() {
    assertThat(document(new Problem(ProblemType.FORBIDDEN, "say \"please\"")))
        .isEqualTo(
            "{\"type\":\"/problem/forbidden\",\"title\":\"Forbidden\",\"status\":403,"
                + "\"detail\":\"say \\\"please\\\"\",\"instance\":\"/job\"}");
  }

  @Test
  void a_problem_without_a_name_of_its_own_shares_that_of_another() {
    assertThat(ProblemType.UNKNOWN_OPERATION_ASKED.uri())
        .isEqualTo(ProblemType.UNKNOWN_OPERATION.uri());
  }

  @Test
  void each_error_is_pointed_at() {
    assertThat(document(Problem.invalid(List.of(new Violation("/input/a", "is required")))))
        .endsWith(",\"errors\":[{\"pointer\":\"/input/a\",\"detail\":\"is required\"}]}");
  }

  @Test
  void a_document_has_at_most_100_errors() {
    List<Violation> many =
        IntStream.range(0, 1000).mapToObj(i -> new Violation("/" + i, "is not known")).toList();

    Problem problem = Problem.invalid(many);

    assertThat(problem.errors()).hasSize(100);
    assertThat(problem).hasMessageContaining("1000");
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 1", "PT0.001S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT30S, 30", "-PT5S, 1"})
  void retry_after_is_rounded_up_to_a_second_or_more(Duration wait, String seconds) {
    assertThat(new Problem(ProblemType.QUEUE_FULL, "full").retryAfter(wait).headers())
        .containsEntry("Retry-After", seconds);
  }
}
