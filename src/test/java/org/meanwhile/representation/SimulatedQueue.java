package org.meanwhile.representation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.DoubleUnaryOperator;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Speed;
import org.meanwhile.job.ViewedJob;
import org.meanwhile.job.estimate.ProgressMeter;
import org.meanwhile.job.estimate.QueueModel;
import org.meanwhile.job.estimate.QueueSnapshot;
import org.meanwhile.job.estimate.RunHistory;
import org.meanwhile.job.estimate.RunningJob;

/**
 * Runs jobs in virtual time as the server does (a free slot goes to the caller with the fewest
 * runs) and says at each moment what the server would tell its clients.
 */
final class SimulatedQueue {
  private static final double TICK_SECONDS = 0.5;
  private static final int STEPS = 200;

  /**
   * A job that will come.
   *
   * @param seconds how long its whole work takes
   * @param from the part that a checkpoint spares
   * @param workAt the part of the work that is done after a part of the time; null without progress
   */
  record Coming(
      double atSecond,
      String caller,
      String operation,
      double seconds,
      double from,
      DoubleUnaryOperator workAt) {}

  /** A job that has come. */
  static final class Simulated {
    final Coming coming;
    final JobId id;
    double startedSecond = -1;
    double endedSecond = -1;
    private ProgressMeter meter;
    private long done;
    private Instant movedAt;
    private Optional<Speed> speed = Optional.empty();

    private Simulated(Coming coming, int number) {
      this.coming = coming;
      this.id = new JobId(new UUID(7, number));
    }

    boolean runs() {
      return startedSecond >= 0 && endedSecond < 0;
    }

    private double takes() {
      return coming.seconds() * (1 - coming.from());
    }
  }

  private final int slots;
  private final List<Coming> coming;
  private final List<Simulated> unfinished = new ArrayList<>();
  private final List<Simulated> finished = new ArrayList<>();
  private final Map<String, RunHistory> histories = new HashMap<>();
  private double second;
  private int number;

  SimulatedQueue(int slots, List<Coming> coming) {
    this.slots = slots;
    this.coming =
        new ArrayList<>(coming.stream().sorted(Comparator.comparing(Coming::atSecond)).toList());
  }

  boolean isOver() {
    return coming.isEmpty() && unfinished.isEmpty();
  }

  double second() {
    return second;
  }

  List<Simulated> unfinished() {
    return unfinished;
  }

  List<Simulated> finished() {
    return finished;
  }

  void tick() {
    second += TICK_SECONDS;
    while (!coming.isEmpty() && coming.get(0).atSecond() <= second) {
      unfinished.add(new Simulated(coming.remove(0), number++));
    }
    for (Simulated job : List.copyOf(unfinished)) {
      if (job.runs()) {
        run(job);
      }
    }
    while (running() < slots && startNext()) {
      // Each pass fills one slot.
    }
  }

  private long running() {
    return unfinished.stream().filter(Simulated::runs).count();
  }

  private boolean startNext() {
    Map<String, Integer> runs = new HashMap<>();
    unfinished.stream()
        .filter(Simulated::runs)
        .forEach(job -> runs.merge(job.coming.caller(), 1, Integer::sum));
    Optional<Simulated> next =
        unfinished.stream()
            .filter(job -> job.startedSecond < 0)
            .min(Comparator.comparing(job -> runs.getOrDefault(job.coming.caller(), 0)));
    next.ifPresent(
        job -> {
          job.startedSecond = second;
          job.meter = new ProgressMeter(job.coming.from() > 0, nanos());
          job.done = (long) (job.coming.from() * STEPS);
        });
    return next.isPresent();
  }

  private void run(Simulated job) {
    double time = (second - job.startedSecond) / job.takes();
    if (time >= 1) {
      job.endedSecond = job.startedSecond + job.takes();
      unfinished.remove(job);
      finished.add(job);
      if (job.coming.from() == 0) {
        histories.merge(
            job.coming.operation(),
            RunHistory.of(List.of((long) (job.takes() * 1000))),
            (known, latest) -> known.and(List.of((long) (job.takes() * 1000))));
      }
    } else if (job.coming.workAt() != null) {
      double from = job.coming.from();
      long done = (long) ((from + (1 - from) * job.coming.workAt().applyAsDouble(time)) * STEPS);
      if (done > job.done || job.movedAt == null) {
        job.done = done;
        job.movedAt = now();
        job.speed = job.meter.report(new Progress(done, (long) STEPS, "steps", null), nanos());
      }
    }
  }

  Forecast forecast() {
    QueueModel model =
        new QueueModel(
            new QueueModel.Slots(slots, slots, operation -> slots),
            name -> histories.getOrDefault(name, RunHistory.EMPTY));
    Map<JobId, Integer> positions = new HashMap<>();
    for (Simulated job : unfinished) {
      Coming what = job.coming;
      if (job.runs()) {
        RunHistory history = histories.getOrDefault(what.operation(), RunHistory.EMPTY);
        model.add(
            new QueueModel.Running(
                what.caller(),
                what.operation(),
                RunningJob.of(viewed(job), false).left(history, now())));
      } else {
        positions.put(job.id, positions.size() + 1);
        model.add(new QueueModel.Waiting(job.id, what.caller(), what.operation()));
      }
    }
    model.play();
    return new Forecast(
        now(),
        new QueueSnapshot(
            now(), Duration.ZERO, model, positions, Set.of(), Map.copyOf(histories), Set.of()));
  }

  /** The job as a poll reads it now. */
  Job viewed(Simulated job) {
    ViewedJob viewed = job.runs() ? ViewedJob.running() : ViewedJob.waiting();
    viewed.id(job.id).of(job.coming.operation(), job.coming.caller());
    viewed.dueAt(at(job.coming.atSecond()));
    if (job.runs()) {
      viewed.startedAt(at(job.startedSecond));
      if (job.coming.workAt() != null) {
        viewed.progress(job.done, STEPS);
        job.speed.ifPresent(speed -> viewed.pace(job.movedAt, speed.perSecond(), speed.gap()));
      }
    }
    return viewed.job();
  }

  Instant now() {
    return at(second);
  }

  private static Instant at(double second) {
    return ViewedJob.CREATED.plusNanos((long) (second * 1e9));
  }

  private long nanos() {
    return (long) (second * 1e9);
  }
}
