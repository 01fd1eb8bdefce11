package org.meanwhile.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.ViewedJob;

class ForecastTest {
  private static final Instant CREATED = ViewedJob.CREATED;

  /** Runs take 10 s, two at a time. */
  private static Forecast after(int seconds, OptionalInt queuePosition) {
    return new Forecast(
        CREATED.plusSeconds(seconds), queuePosition, Optional.of(Duration.ofSeconds(10)), 2);
  }

  private static Forecast ignorantAfter(int seconds) {
    return new Forecast(CREATED.plusSeconds(seconds), OptionalInt.empty(), Optional.empty(), 2);
  }

  @Test
  void a_job_waits_for_its_share_of_the_runs_before_it() {
    var waiting = ViewedJob.waiting().job();
    Forecast forecast = after(0, OptionalInt.of(4));

    assertThat(forecast.retryAfterSeconds(waiting)).isEqualTo(20);
    assertThat(forecast.estimate(waiting).finishAt()).contains(CREATED.plusSeconds(30));
    assertThat(forecast.estimate(waiting).queuePosition()).hasValue(4);
  }

  @Test
  void a_job_of_unknown_position_is_taken_for_the_next() {
    assertThat(after(0, OptionalInt.empty()).retryAfterSeconds(ViewedJob.waiting().job()))
        .isEqualTo(5);
  }

  @Test
  void a_scheduled_job_waits_until_it_is_due_and_for_the_queue() {
    var scheduled = ViewedJob.waiting().dueAfter(Duration.ofSeconds(7)).job();

    assertThat(after(0, OptionalInt.empty()).retryAfterSeconds(scheduled)).isEqualTo(12);
  }

  @Test
  void a_job_that_waits_for_long_is_polled_less_often() {
    assertThat(ignorantAfter(40).retryAfterSeconds(ViewedJob.waiting().job())).isEqualTo(10);
  }

  @Test
  void a_runs_end_is_extrapolated_from_its_progress() {
    var quarter = ViewedJob.running().progress(25, 100).job();
    Forecast forecast = after(5, OptionalInt.empty());

    assertThat(forecast.retryAfterSeconds(quarter)).isEqualTo(15);
    assertThat(forecast.estimate(quarter).finishAt()).contains(CREATED.plusSeconds(20));
  }

  @Test
  void progress_below_one_percent_says_nothing() {
    var begun = ViewedJob.running().progress(9, 1000).job();

    assertThat(after(4, OptionalInt.empty()).retryAfterSeconds(begun)).isEqualTo(6);
  }

  @Test
  void a_run_that_takes_longer_than_usual_has_no_estimated_end() {
    var running = ViewedJob.running().job();
    Forecast forecast = after(20, OptionalInt.empty());

    assertThat(forecast.estimate(running).finishAt()).isEmpty();
    assertThat(forecast.retryAfterSeconds(running)).isEqualTo(5);
  }

  @Test
  void polls_are_1_to_30_seconds_apart() {
    assertThat(ignorantAfter(0).retryAfterSeconds(ViewedJob.waiting().job())).isEqualTo(1);
    assertThat(ignorantAfter(3600).retryAfterSeconds(ViewedJob.running().job())).isEqualTo(30);
  }

  @Test
  void parts_of_a_second_are_rounded_up() {
    var running = ViewedJob.running().job();
    Forecast forecast =
        new Forecast(CREATED, OptionalInt.empty(), Optional.of(Duration.ofMillis(2001)), 2);

    assertThat(forecast.retryAfterSeconds(running)).isEqualTo(3);
  }

  @Test
  void a_start_in_the_future_of_this_nodes_clock_is_now() {
    assertThat(ignorantAfter(-3).retryAfterSeconds(ViewedJob.running().job())).isEqualTo(1);
  }

  @Test
  void nothing_is_estimated_of_a_job_that_has_ended() {
    var ended = ViewedJob.succeeded().job();
    Forecast forecast = after(5, OptionalInt.of(1));

    assertThat(forecast.estimate(ended)).isEqualTo(Estimate.NONE);
    assertThat(forecast.retryAfterSeconds(ended)).isEqualTo(1);
  }
}
