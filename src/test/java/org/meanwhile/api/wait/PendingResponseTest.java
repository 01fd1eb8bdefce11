package org.meanwhile.api.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

class PendingResponseTest {

  @Test
  void a_wait_that_ends_in_a_problem_was_honoured_too() {
    Problem gone = new Problem(ProblemType.JOB_CANCELED, "the job was canceled");

    Problem told =
        catchThrowableOfType(
            Problem.class,
            () ->
                PendingResponse.preferenceApplied(
                    () -> {
                      throw gone;
                    },
                    Duration.ofSeconds(5)));

    assertThat(told).isSameAs(gone);
    assertThat(told.headers()).containsEntry("Preference-Applied", "wait=5");
  }
}
