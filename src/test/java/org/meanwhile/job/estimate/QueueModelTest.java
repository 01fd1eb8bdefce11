package org.meanwhile.job.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;

/** Runs of each operation take a minute. */
class QueueModelTest {
  private static final RunHistory MINUTE = RunHistory.of(List.of(60_000L, 60_000L, 60_000L));

  private int ids;

  private static QueueModel model(int slots) {
    return model(slots, slots, Map.of());
  }

  private static QueueModel model(int slots, int ofCaller, Map<String, Integer> ofOperation) {
    return new QueueModel(
        new QueueModel.Slots(
            slots, ofCaller, operation -> ofOperation.getOrDefault(operation, slots)),
        operation -> operation.equals("new") ? RunHistory.EMPTY : MINUTE);
  }

  private JobId waits(QueueModel model, String caller, String operation) {
    JobId id = new JobId(new UUID(1, ++ids));
    model.add(new QueueModel.Waiting(id, caller, operation));
    return id;
  }

  private static void runs(QueueModel model, String caller, String operation, int secondsLeft) {
    model.add(new QueueModel.Running(caller, operation, new TimeLeft(secondsLeft * 1000.0, 0)));
  }

  private static long second(QueueModel model, JobId job) {
    return model.start(job).orElseThrow().mean().toSeconds();
  }

  @Test
  void a_job_starts_when_the_first_of_the_running_ones_ends() {
    QueueModel model = model(2);
    runs(model, "alice", "copy", 1500);
    runs(model, "alice", "copy", 300);
    JobId first = waits(model, "alice", "copy");
    JobId second = waits(model, "alice", "copy");

    model.play();

    assertThat(second(model, first)).isEqualTo(300);
    assertThat(second(model, second)).isEqualTo(360);
  }

  @Test
  void a_free_slot_is_taken_at_once() {
    QueueModel model = model(3);
    runs(model, "alice", "copy", 1500);
    JobId job = waits(model, "alice", "copy");

    model.play();

    assertThat(second(model, job)).isZero();
    assertThat(model.startOfNew("alice", "copy").orElseThrow().mean()).isZero();
  }

  @Test
  void the_caller_with_the_fewest_runs_is_next() {
    QueueModel model = model(2);
    runs(model, "alice", "copy", 100);
    runs(model, "alice", "copy", 200);
    JobId ofAlice = waits(model, "alice", "copy");
    JobId ofBob = waits(model, "bob", "copy");

    model.play();

    assertThat(second(model, ofBob)).isEqualTo(100);
    assertThat(second(model, ofAlice)).isEqualTo(160);
  }

  @Test
  void the_limit_of_an_operation_holds_up_its_jobs_and_no_others() {
    QueueModel model = model(4, 4, Map.of("export", 1));
    runs(model, "alice", "export", 500);
    JobId export = waits(model, "alice", "export");
    JobId copy = waits(model, "alice", "copy");

    model.play();

    assertThat(second(model, copy)).isZero();
    assertThat(second(model, export)).isEqualTo(500);
    assertThat(model.startOfNew("bob", "export").orElseThrow().mean())
        .isEqualTo(Duration.ofSeconds(500));
    assertThat(model.startOfNew("bob", "copy").orElseThrow().mean()).isZero();
  }

  @Test
  void the_limit_of_a_caller_holds_up_its_jobs_and_no_others() {
    QueueModel model = model(4, 1, Map.of());
    runs(model, "alice", "copy", 500);
    JobId ofAlice = waits(model, "alice", "copy");
    JobId ofBob = waits(model, "bob", "copy");

    model.play();

    assertThat(second(model, ofBob)).isZero();
    assertThat(second(model, ofAlice)).isEqualTo(500);
  }

  @Test
  void what_was_claimed_ahead_runs_before_what_waits() {
    QueueModel model = model(1);
    runs(model, "alice", "copy", 10);
    runs(model, "alice", "copy", 20);
    JobId job = waits(model, "alice", "copy");

    model.play();

    assertThat(second(model, job)).isEqualTo(20);
  }

  @Test
  void behind_a_run_of_which_nothing_is_known_no_start_is_credible() {
    QueueModel model = model(1);
    model.add(new QueueModel.Running("alice", "new", TimeLeft.guess(5000)));
    JobId job = waits(model, "alice", "copy");

    model.play();

    assertThat(model.start(job).orElseThrow().isCredible()).isFalse();
  }

  @Test
  void one_run_of_which_nothing_is_known_matters_the_less_the_more_slots_there_are() {
    assertThat(lastStartBesideAnUnknownRun(2).isCredible()).isFalse();
    assertThat(lastStartBesideAnUnknownRun(8).isCredible()).isTrue();
  }

  /** All slots but that of the unknown run are free in 300 s; until then it may serve 5 jobs. */
  private TimeLeft lastStartBesideAnUnknownRun(int slots) {
    QueueModel model = model(slots);
    model.add(new QueueModel.Running("alice", "new", TimeLeft.guess(500)));
    for (int i = 1; i < slots; i++) {
      runs(model, "alice", "copy", 300);
    }
    for (int i = 0; i < 5; i++) {
      waits(model, "alice", "copy");
    }
    JobId last = waits(model, "alice", "copy");
    model.play();
    assertThat(second(model, last)).isEqualTo(300);
    return model.start(last).orElseThrow();
  }

  @Test
  void deviations_even_out_along_the_queue() {
    RunHistory varied = RunHistory.of(List.of(30_000L, 60_000L, 90_000L));
    QueueModel model = new QueueModel(new QueueModel.Slots(1, 1, name -> 1), name -> varied);
    JobId first = waits(model, "alice", "copy");
    JobId last = null;
    for (int i = 0; i < 50; i++) {
      last = waits(model, "alice", "copy");
    }

    model.play();

    TimeLeft run = varied.run().orElseThrow();
    assertThat(model.start(first).orElseThrow().plus(run).isCredible()).isFalse();
    assertThat(model.start(last).orElseThrow().plus(run).isCredible()).isTrue();
  }

  @Test
  void without_slots_nothing_starts() {
    QueueModel model = model(0);
    JobId job = waits(model, "alice", "copy");

    model.play();

    assertThat(model.start(job)).isEmpty();
    assertThat(model.startOfNew("alice", "copy")).isEmpty();
  }

  @Test
  void every_job_of_a_long_queue_gets_its_start() {
    QueueModel model = model(8, 8, Map.of("export", 2));
    for (int i = 0; i < 10_000; i++) {
      waits(model, "caller " + i % 100, i % 3 == 0 ? "export" : "copy");
    }

    model.play();

    for (int id = 1; id <= ids; id++) {
      assertThat(model.start(new JobId(new UUID(1, id)))).isPresent();
    }
  }
}
