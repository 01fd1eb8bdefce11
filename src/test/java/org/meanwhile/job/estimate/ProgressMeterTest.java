package org.meanwhile.job.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Speed;

/** Seconds are counted from the run's start. */
class ProgressMeterTest {
  private final ProgressMeter fresh = new ProgressMeter(false, 0);
  private final ProgressMeter resumed = new ProgressMeter(true, 0);

  private static Optional<Speed> report(ProgressMeter meter, long done, double second) {
    return meter.report(new Progress(done, 100L, "rows", null), (long) (second * 1e9));
  }

  @Test
  void the_first_step_of_a_fresh_run_counts_from_its_start() {
    assertThat(report(fresh, 10, 20).orElseThrow().perSecond()).isEqualTo(0.5);
  }

  @Test
  void what_a_checkpoint_brought_does_not_count() {
    assertThat(report(resumed, 42, 1)).isEmpty();
    assertThat(report(resumed, 43, 31)).as("too little to tell").isEmpty();

    Speed speed = report(resumed, 47, 151).orElseThrow();

    assertThat(speed.perSecond()).isCloseTo(1 / 30.0, within(0.001));
  }

  @Test
  void many_small_steps_tell_as_much_as_a_large_one() {
    Optional<Speed> speed = Optional.empty();
    for (int step = 1; step <= 4; step++) {
      assertThat(speed).isEmpty();
      speed = report(fresh, step, step);
    }

    assertThat(speed.orElseThrow().perSecond()).isCloseTo(1, within(0.001));
  }

  @Test
  void recent_progress_weighs_more() {
    for (int second = 1; second <= 10; second++) {
      report(fresh, 2L * second, second);
    }
    Optional<Speed> speed = Optional.empty();
    for (int second = 11; second <= 20; second++) {
      speed = report(fresh, 20L + second - 10, second);
    }

    assertThat(speed.orElseThrow().perSecond()).isBetween(1.0, 1.4);
  }

  @Test
  void an_unsteady_rate_is_not_told() {
    report(fresh, 50, 10);
    report(fresh, 51, 60);

    assertThat(report(fresh, 52, 110)).isEmpty();
  }

  @Test
  void the_longest_pause_so_far_is_the_usual_gap() {
    report(fresh, 10, 3);
    report(fresh, 20, 10);

    assertThat(report(fresh, 30, 12).orElseThrow().gap()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void another_phase_begins_anew() {
    report(fresh, 90, 10);
    assertThat(report(fresh, 0, 11)).isEmpty();

    assertThat(report(fresh, 10, 21).orElseThrow().perSecond()).isEqualTo(1);
  }

  @Test
  void without_a_total_or_a_count_there_is_no_pace() {
    assertThat(fresh.report(new Progress(5L, null, "rows", null), 1)).isEmpty();
    assertThat(fresh.report(new Progress(null, null, null, "reading"), 2)).isEmpty();
  }
}
