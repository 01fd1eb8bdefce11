package org.meanwhile.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Order;
import org.meanwhile.job.ViewedJob;
import org.meanwhile.job.estimate.QueueModel;
import org.meanwhile.job.estimate.QueueSnapshot;
import org.meanwhile.job.estimate.RunHistory;
import org.meanwhile.job.estimate.TimeLeft;

class ForecastTest {
  private static final Instant CREATED = ViewedJob.CREATED;
  private static final RunHistory TEN_SECONDS = RunHistory.of(List.of(10_000L, 10_000L, 10_000L));
  private static final RunHistory SECONDS_OR_HOURS =
      RunHistory.of(List.of(1000L, 7_200_000L, 2000L, 3_600_000L));
  private static final JobId THIS = ViewedJob.waiting().job().id();

  /** Runs take 10 s, one at a time, and the one that goes on has 5 s left. */
  private static Forecast after(int seconds, int othersBefore) {
    return forecast(seconds, TEN_SECONDS, 1, othersBefore);
  }

  private static Forecast ignorantAfter(int seconds) {
    return forecast(seconds, RunHistory.EMPTY, 0, 0);
  }

  private static Forecast forecast(int seconds, RunHistory history, int slots, int othersBefore) {
    return forecast(
        CREATED.plusSeconds(seconds), history, slots, othersBefore, new TimeLeft(5000, 0));
  }

  private static Forecast forecast(
      Instant now, RunHistory history, int slots, int othersBefore, TimeLeft left) {
    QueueModel model =
        new QueueModel(new QueueModel.Slots(slots, slots, operation -> slots), name -> history);
    if (slots > 0) {
      model.add(new QueueModel.Running("bob", Order.COPY, left));
    }
    for (int i = 0; i < othersBefore; i++) {
      model.add(new QueueModel.Waiting(new JobId(new UUID(9, i)), Order.ALICE, Order.COPY));
    }
    model.add(new QueueModel.Waiting(THIS, Order.ALICE, Order.COPY));
    model.play();
    return new Forecast(
        now,
        new QueueSnapshot(
            now,
            Duration.ZERO,
            model,
            Map.of(THIS, othersBefore + 1),
            Set.of(),
            Map.of(Order.COPY, history),
            Set.of()));
  }

  @Test
  void a_job_waits_for_the_run_that_goes_on_and_for_those_before_it() {
    var waiting = ViewedJob.waiting().job();
    Forecast forecast = after(0, 2);

    assertThat(forecast.retryAfterSeconds(waiting)).isEqualTo(25);
    assertThat(forecast.estimate(waiting).finishAt()).contains(CREATED.plusSeconds(35));
    assertThat(forecast.estimate(waiting).queuePosition()).hasValue(3);
  }

  @Test
  void a_scheduled_job_starts_when_it_is_due_and_not_before() {
    var scheduled = ViewedJob.waiting().dueAfter(Duration.ofSeconds(70)).job();

    assertThat(after(0, 0).estimate(scheduled).finishAt()).contains(CREATED.plusSeconds(80));
    assertThat(after(0, 0).retryAfterSeconds(scheduled)).isEqualTo(30);
    assertThat(ignorantAfter(60).retryAfterSeconds(scheduled)).isEqualTo(10);
  }

  @Test
  void without_a_node_that_runs_jobs_nothing_is_told() {
    var waiting = ViewedJob.waiting().job();

    assertThat(forecast(0, TEN_SECONDS, 0, 0).estimate(waiting).finishAt()).isEmpty();
  }

  @Test
  void nothing_is_told_when_earlier_runs_took_seconds_or_hours() {
    Forecast forecast = forecast(0, SECONDS_OR_HOURS, 1, 0);

    assertThat(forecast.estimate(ViewedJob.waiting().job()).finishAt()).isEmpty();
    assertThat(forecast.estimate(ViewedJob.running().job()).finishAt()).isEmpty();
    assertThat(forecast.retryAfterSeconds(ViewedJob.running().job()))
        .as("it may be over soon")
        .isEqualTo(1);
  }

  @Test
  void a_job_that_waits_for_long_is_polled_less_often() {
    assertThat(ignorantAfter(40).retryAfterSeconds(ViewedJob.waiting().job())).isEqualTo(10);
  }

  @Test
  void a_runs_end_follows_from_its_pace() {
    var quarter =
        ViewedJob.running()
            .progress(25, 100)
            .pace(CREATED.plusSeconds(5), 5, Duration.ofSeconds(1))
            .job();

    assertThat(after(5, 0).retryAfterSeconds(quarter)).isEqualTo(13);
    assertThat(after(5, 0).estimate(quarter).finishAt()).contains(CREATED.plusSeconds(20));
  }

  @Test
  void the_share_of_a_checkpoint_is_not_taken_for_this_runs() {
    // 42 of 100 stood in the checkpoint; the first minute of this run brought 2 more.
    var resumed =
        ViewedJob.running()
            .progress(44, 100)
            .pace(CREATED.plusSeconds(60), 2 / 60.0, Duration.ofSeconds(30))
            .job();

    assertThat(after(60, 0).estimate(resumed).finishAt())
        .contains(CREATED.plusSeconds(60 + 56 * 30));
  }

  @Test
  void nothing_is_told_when_progress_has_stood_still_for_long() {
    var stuck =
        ViewedJob.running()
            .progress(25, 1000)
            .pace(CREATED.plusSeconds(5), 5, Duration.ofSeconds(1))
            .job();

    assertThat(after(10, 0).estimate(stuck).finishAt()).isPresent();
    assertThat(after(15, 0).estimate(stuck).finishAt()).isEmpty();
  }

  @Test
  void a_run_that_has_just_gone_on_from_a_checkpoint_takes_the_rest_of_a_usual_one() {
    var resumed = ViewedJob.running().progress(60, 100).job();

    assertThat(after(0, 0).estimate(resumed).finishAt()).contains(CREATED.plusSeconds(4));
  }

  @Test
  void a_job_whose_earlier_run_got_far_has_no_estimate_because_it_may_begin_anew() {
    var again = ViewedJob.waiting().progress(60, 100).job();

    assertThat(after(0, 0).estimate(again).finishAt()).isEmpty();
  }

  @Test
  void a_stopping_job_has_no_estimate_of_its_work() {
    var stopping =
        ViewedJob.running()
            .progress(25, 100)
            .pace(CREATED.plusSeconds(5), 0.01, Duration.ofSeconds(100))
            .cancelRequested()
            .job();

    assertThat(after(5, 0).estimate(stopping).finishAt()).isEmpty();
    assertThat(after(5, 0).retryAfterSeconds(stopping)).isEqualTo(1);
  }

  @Test
  void no_job_goes_on_after_its_deadline() {
    var running =
        ViewedJob.running()
            .progress(25, 100)
            .pace(CREATED.plusSeconds(5), 1, Duration.ofSeconds(1))
            .deadlineAfter(Duration.ofSeconds(30))
            .job();
    var waiting = ViewedJob.waiting().deadlineAfter(Duration.ofSeconds(7)).job();

    assertThat(after(5, 0).estimate(running).finishAt()).contains(CREATED.plusSeconds(30));
    assertThat(after(0, 0).estimate(waiting).finishAt()).contains(CREATED.plusSeconds(7));
  }

  @Test
  void a_client_comes_back_at_the_deadline() {
    var waiting =
        ViewedJob.waiting()
            .dueAfter(Duration.ofHours(1))
            .deadlineAfter(Duration.ofSeconds(3))
            .job();
    var running = ViewedJob.running().deadlineAfter(Duration.ofSeconds(103)).job();

    assertThat(ignorantAfter(0).retryAfterSeconds(waiting)).isEqualTo(3);
    assertThat(ignorantAfter(100).retryAfterSeconds(running)).isEqualTo(3);
  }

  @Test
  void a_run_that_takes_longer_than_usual_has_no_estimated_end() {
    var running = ViewedJob.running().job();

    assertThat(after(20, 0).estimate(running).finishAt()).isEmpty();
    assertThat(after(20, 0).retryAfterSeconds(running)).isEqualTo(5);
  }

  @Test
  void a_run_without_progress_ends_when_those_do_that_took_longer_than_it_has_lasted() {
    var atStart = ViewedJob.running().progress(0, 100).job();

    assertThat(after(4, 0).estimate(atStart).finishAt()).contains(CREATED.plusSeconds(10));
  }

  @Test
  void nothing_is_told_of_a_run_at_0_percent_after_as_long_as_the_usual_run() {
    RunHistory fiveOrFifteen =
        RunHistory.of(List.of(5000L, 15_000L, 5000L, 15_000L, 5000L, 15_000L));
    var silent = ViewedJob.running().job();
    var atStart = ViewedJob.running().progress(0, 100).job();
    Forecast forecast = forecast(11, fiveOrFifteen, 1, 0);

    assertThat(forecast.estimate(silent).finishAt()).contains(CREATED.plusSeconds(15));
    assertThat(forecast.estimate(atStart).finishAt()).isEmpty();
  }

  @Test
  void nothing_is_told_of_a_week_after_runs_of_at_most_a_second_and_polls_become_rarer() {
    RunHistory short64 = RunHistory.of(LongStream.range(0, 64).map(i -> i * 16).boxed().toList());
    var week = ViewedJob.running().progress(0, 604_800).job();

    for (long millis : List.of(0L, 300L, 700L, 950L, 2000L, 40_000L, 600_000L)) {
      Forecast forecast = forecast(CREATED.plusMillis(millis), short64, 0, 0, TimeLeft.NONE);
      assertThat(forecast.estimate(week).finishAt()).as("after %d ms", millis).isEmpty();
    }
    assertThat(forecast(2, short64, 0, 0).retryAfterSeconds(week)).isEqualTo(1);
    assertThat(forecast(40, short64, 0, 0).retryAfterSeconds(week)).isEqualTo(10);
    assertThat(forecast(600, short64, 0, 0).retryAfterSeconds(week)).isEqualTo(30);
  }

  @Test
  void a_running_job_is_never_told_to_end_now_or_before() {
    var done =
        ViewedJob.running()
            .progress(100, 100)
            .pace(CREATED.plusSeconds(5), 20, Duration.ofSeconds(1))
            .job();
    var late = ViewedJob.running().deadlineAfter(Duration.ofSeconds(5)).job();

    assertThat(after(5, 0).estimate(done).finishAt()).isEmpty();
    assertThat(after(5, 0).estimate(late).finishAt()).isEmpty();
  }

  @Test
  void a_job_that_is_due_later_than_a_guessed_start_has_no_estimate() {
    var scheduled = ViewedJob.waiting().dueAfter(Duration.ofSeconds(20)).job();
    TimeLeft guess = new TimeLeft(500, Double.POSITIVE_INFINITY);
    Forecast forecast = forecast(CREATED, TEN_SECONDS, 1, 0, guess);

    assertThat(forecast.estimate(scheduled).finishAt()).isEmpty();
    assertThat(forecast.retryAfterSeconds(scheduled)).isEqualTo(20);
  }

  @Test
  void polls_are_1_to_30_seconds_apart() {
    assertThat(ignorantAfter(0).retryAfterSeconds(ViewedJob.waiting().job())).isEqualTo(1);
    assertThat(ignorantAfter(3600).retryAfterSeconds(ViewedJob.running().job())).isEqualTo(30);
  }

  @Test
  void parts_of_a_second_are_rounded_up() {
    Forecast forecast = forecast(0, RunHistory.of(List.of(2001L, 2001L, 2001L)), 1, 0);

    assertThat(forecast.retryAfterSeconds(ViewedJob.running().job())).isEqualTo(3);
  }

  @Test
  void a_start_in_the_future_of_this_nodes_clock_is_now() {
    assertThat(ignorantAfter(-3).retryAfterSeconds(ViewedJob.running().job())).isEqualTo(1);
  }

  @Test
  void nothing_is_estimated_of_a_job_that_has_ended() {
    var ended = ViewedJob.succeeded().job();

    assertThat(after(5, 0).estimate(ended)).isEqualTo(Estimate.NONE);
    assertThat(after(5, 0).retryAfterSeconds(ended)).isEqualTo(1);
  }
}
