package org.meanwhile.cluster.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.cluster.support.Checker.Guarantee;

/** The checker finds the faults that a test plants, and no others. */
class CheckerTest {
  private static final Set<Guarantee> ALL = EnumSet.allOf(Guarantee.class);

  @Test
  void nothing_is_wrong_with_jobs_that_succeed_fail_or_are_cancelled() {
    assertThat(
            faults(
                ALL,
                "accepted a 1; result a r2; result a r2; final a Succeeded 2",
                "start a 1 r1 7; failed a 1 r1 7; start a 2 r2 8; end a 2 r2 8"))
        .isEmpty();
    assertThat(
            faults(
                ALL,
                "accepted b 3; final b Failed 3",
                "start b 1 r1 7; failed b 1 r1 7; start b 2 r2 7; failed b 2 r2 7;"
                    + " start b 3 r3 7; failed b 3 r3 7"))
        .isEmpty();
    assertThat(
            faults(
                ALL,
                "accepted c 0; canceling c -; canceled c -; final c Canceled 1",
                "start c 1 r1 7; stopped c 1 r1 7"))
        .isEmpty();
  }

  @Test
  void a_crash_may_repeat_an_attempt() {
    assertThat(
            faults(
                EnumSet.of(Guarantee.NEVER_TWO_AT_A_TIME),
                "accepted a 1; result a r3; final a Succeeded 2",
                "start a 1 r1 7; failed a 1 r1 7; start a 1 r2 8; failed a 1 r2 8;"
                    + " start a 2 r3 8; end a 2 r3 8"))
        .isEmpty();
  }

  @Test
  void a_lost_job_is_found() {
    assertThat(faults(ALL, "accepted a 0", "")).containsExactly("a is lost");
  }

  @Test
  void a_stuck_job_is_found() {
    assertThat(faults(ALL, "accepted a 0; final a Running 1", "start a 1 r1 7"))
        .containsExactly("a is stuck as Running");
  }

  @Test
  void a_second_result_is_found() {
    assertThat(
            faults(
                EnumSet.of(Guarantee.NEVER_TWO_AT_A_TIME),
                "accepted a 0; result a r1; result a r2; final a Succeeded 1",
                "start a 1 r1 7; end a 1 r1 7; start a 1 r2 8; end a 1 r2 8"))
        .containsExactly("a had more than one result: [r1, r2]");
  }

  @Test
  void a_result_that_no_run_made_is_found() {
    assertThat(
            faults(
                ALL,
                "accepted a 0; result a r2; final a Succeeded 1",
                "start a 1 r1 7; end a 1 r1 7"))
        .containsExactly("a has a result that no run made: r2");
  }

  @Test
  void a_success_without_a_result_is_found() {
    assertThat(faults(ALL, "accepted a 0; final a Succeeded 1", "start a 1 r1 7; end a 1 r1 7"))
        .containsExactly("a succeeded without a result");
  }

  @Test
  void an_attempt_that_was_counted_for_nothing_is_found() {
    assertThat(
            faults(
                ALL,
                "accepted a 0; result a r2; final a Succeeded 2",
                "start a 1 r1 7; stopped a 1 r1 7; start a 2 r2 8; end a 2 r2 8"))
        .containsExactly("a took attempt 2, not 1", "a began attempt 2");
  }

  @Test
  void a_failure_that_nobody_asked_for_is_found() {
    assertThat(faults(ALL, "accepted a 0; final a Failed 1", "start a 1 r1 7; stopped a 1 r1 7"))
        .containsExactly("a failed");
  }

  @Test
  void a_cancellation_that_nobody_asked_for_is_found() {
    assertThat(faults(ALL, "accepted a 0; final a Canceled 0", ""))
        .containsExactly("a was cancelled by nobody");
  }

  @Test
  void a_result_of_a_cancelled_job_is_found() {
    assertThat(
            faults(
                ALL,
                "accepted a 0; canceling a -; canceled a -; result a r1; final a Succeeded 1",
                "start a 1 r1 7; end a 1 r1 7"))
        .containsExactly("a has a result although it was cancelled");
  }

  @Test
  void two_runs_at_a_time_are_found() {
    assertThat(
            faults(
                EnumSet.of(Guarantee.NEVER_TWO_AT_A_TIME),
                "accepted a 0; result a r2; final a Succeeded 1",
                "start a 1 r1 7; start a 1 r2 8; stopped a 1 r1 7; end a 1 r2 8"))
        .containsExactly(
            "a ran twice at a time: stopped a 1 r1 7"); // the end of r2 is in its order
  }

  @Test
  void what_is_done_again_is_found() {
    assertThat(
            faults(
                ALL,
                "accepted a 0; result a r2; final a Succeeded 1",
                "start a 1 r1 7; end a 1 r1 7; start a 1 r2 8; end a 1 r2 8"))
        .containsExactly("a was done 2 times");
  }

  private static List<String> faults(Set<Guarantee> promises, String ledger, String log) {
    return Checker.faults(
        entries(ledger).map(Ledger.Fact::parse).toList(),
        entries(log).map(RunLog.Line::parse).toList(),
        promises);
  }

  private static Stream<String> entries(String text) {
    return Stream.of(text.split("; *")).filter(entry -> !entry.isEmpty());
  }
}
