package org.meanwhile.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
import org.meanwhile.representation.SimulatedQueue.Coming;
import org.meanwhile.representation.SimulatedQueue.Simulated;

/**
 * Compares {@code estimatedFinishAt}, told at many moments of many jobs, with when they ended. The
 * same seed gives the same figures. The benchmark's {@code estimates} does this with a server.
 */
class EstimatesAgainstWhatHappenedTest {
  private static final DoubleUnaryOperator EVENLY = time -> time;

  /** The first half of the work takes a third of the time. */
  private static final DoubleUnaryOperator SLOWING =
      time -> time < 1 / 3.0 ? time * 1.5 : 0.5 + (time - 1 / 3.0) * 0.75;

  private record Told(Simulated job, double atSecond, OptionalDouble finishSecond) {
    double relativeError() {
      double left = Math.max(1, job.endedSecond - atSecond);
      return Math.abs(finishSecond.orElseThrow() - job.endedSecond) / left;
    }
  }

  /** Of what was told of all jobs, or of those of one kind. */
  private record Result(double told, double median, double p90) {
    static Result of(List<Told> all) {
      double[] errors =
          all.stream()
              .filter(told -> told.finishSecond().isPresent())
              .mapToDouble(Told::relativeError)
              .sorted()
              .toArray();
      return new Result(
          (double) errors.length / all.size(),
          errors.length == 0 ? 0 : errors[errors.length / 2],
          errors.length == 0 ? 0 : errors[errors.length * 9 / 10]);
    }

    @Override
    public String toString() {
      return "told %.0f %%, off by %.0f %%, p90 %.0f %%"
          .formatted(told * 100, median * 100, p90 * 100);
    }
  }

  @FunctionalInterface
  private interface Teller {
    OptionalDouble tell(SimulatedQueue queue, Forecast forecast, Simulated job);
  }

  @Test
  void estimates_of_a_mixed_load_are_near_what_happens_and_nearer_than_the_naive_ones() {
    Result naive = Result.of(play(mixedLoad(), new Naive()::tell));
    Result ours = Result.of(play(mixedLoad(), EstimatesAgainstWhatHappenedTest::told));

    String figures = "naive: " + naive + "; ours: " + ours;
    assertThat(ours.median()).as(figures).isLessThan(0.2).isLessThan(naive.median() / 2);
    assertThat(ours.p90()).as(figures).isLessThan(0.6).isLessThan(naive.p90() / 2);
    assertThat(ours.told()).as(figures).isGreaterThan(0.4);
  }

  @Test
  void what_is_told_of_each_kind_of_work() {
    Map<String, List<Told>> kinds = new HashMap<>();
    play(mixedLoad(), EstimatesAgainstWhatHappenedTest::told)
        .forEach(
            told ->
                kinds
                    .computeIfAbsent(told.job().coming.operation(), name -> new ArrayList<>())
                    .add(told));

    assertMedian(kinds, "constant", 0.25);
    assertMedian(kinds, "resumed", 0.05);
    assertMedian(kinds, "slowing", 0.25);
    assertMedian(kinds, "jerky", 0.25);
    assertMedian(kinds, "varied", 0.3);
    assertThat(Result.of(kinds.get("heavy")).told())
        .as("nothing is told where runs spread widely")
        .isLessThan(Result.of(kinds.get("constant")).told());
  }

  private static void assertMedian(Map<String, List<Told>> kinds, String kind, double most) {
    Result result = Result.of(kinds.get(kind));
    assertThat(result.median()).as(kind + ": " + result).isLessThan(most);
  }

  private static OptionalDouble told(SimulatedQueue queue, Forecast forecast, Simulated job) {
    return forecast
        .estimate(queue.viewed(job))
        .finishAt()
        .map(
            finish ->
                OptionalDouble.of(
                    queue.second() + Duration.between(queue.now(), finish).toNanos() / 1e9))
        .orElse(OptionalDouble.empty());
  }

  /** Progress since the job's start, and the mean run times the queue position. */
  private static final class Naive {
    private final Map<String, Double> means = new HashMap<>();
    private int known;

    OptionalDouble tell(SimulatedQueue queue, Forecast forecast, Simulated job) {
      for (; known < queue.finished().size(); known++) {
        Simulated ended = queue.finished().get(known);
        means.merge(
            ended.coming.operation(),
            ended.endedSecond - ended.startedSecond,
            (mean, run) -> mean + (run - mean) / 20);
      }
      Job viewed = queue.viewed(job);
      Double mean = means.get(job.coming.operation());
      double elapsed = queue.second() - job.startedSecond;
      if (viewed.status() == JobStatus.RUNNING) {
        Double fraction = viewed.progress().fraction();
        if (fraction != null && fraction >= 0.01) {
          return OptionalDouble.of(queue.second() + elapsed * (1 - fraction) / fraction);
        }
        return mean == null || mean < elapsed
            ? OptionalDouble.empty()
            : OptionalDouble.of(queue.second() + mean - elapsed);
      }
      int position = forecast.estimate(viewed).queuePosition().orElse(1);
      double waited = queue.second() - job.coming.atSecond();
      return mean == null
          ? OptionalDouble.empty()
          : OptionalDouble.of(
              queue.second() + Math.max(mean * position / SLOTS, waited / 4) + mean);
    }
  }

  private static final int SLOTS = 4;

  private static List<Told> play(List<Coming> load, Teller teller) {
    SimulatedQueue queue = new SimulatedQueue(SLOTS, load);
    Random random = new Random(5);
    List<Told> all = new ArrayList<>();
    while (!queue.isOver()) {
      queue.tick();
      if (random.nextInt(20) == 0 && !queue.unfinished().isEmpty()) {
        Forecast forecast = queue.forecast();
        for (Simulated job : queue.unfinished()) {
          if (random.nextInt(3) == 0) {
            all.add(new Told(job, queue.second(), teller.tell(queue, forecast, job)));
          }
        }
      }
    }
    return all;
  }

  /** Several operations and callers, for some hours. */
  private static List<Coming> mixedLoad() {
    Random random = new Random(3);
    List<Coming> load = new ArrayList<>();
    for (int hour = 0; hour < 3; hour++) {
      double begin = hour * 3600.0;
      for (int i = 0; i < 40; i++) {
        double at = begin + random.nextDouble() * 1800;
        load.add(job(at, "alice", "constant", 30 * (1 + 0.03 * random.nextGaussian())));
        load.add(job(at, "bob", "bimodal", random.nextBoolean() ? 2 : 60));
      }
      for (int i = 0; i < 25; i++) {
        double at = begin + random.nextDouble() * 3000;
        load.add(job(at, "carol", "varied", 60 * Math.exp(0.25 * random.nextGaussian())));
        load.add(job(at, "dora", "heavy", 10 * Math.exp(1.5 * random.nextGaussian())));
      }
      for (int i = 0; i < 3; i++) {
        double at = begin + random.nextDouble() * 2000;
        double seconds = 900 + random.nextInt(600);
        double from = i == 0 ? 0 : 0.2 + 0.5 * random.nextDouble();
        load.add(new Coming(at, "alice", "resumed", seconds, from, EVENLY));
        load.add(new Coming(at, "carol", "slowing", seconds / 2, 0, SLOWING));
        load.add(new Coming(at + 100, "dora", "jerky", seconds / 3, 0, jerky(random)));
      }
    }
    return load;
  }

  /** A hundred steps, of which a third takes more than twice as long as another third. */
  private static DoubleUnaryOperator jerky(Random random) {
    double[] ends = new double[100];
    double sum = 0;
    for (int step = 0; step < ends.length; step++) {
      sum += Math.exp(0.9 * random.nextGaussian());
      ends[step] = sum;
    }
    double whole = sum;
    return time -> {
      int place = Arrays.binarySearch(ends, time * whole);
      return (double) (place < 0 ? -place - 1 : place) / ends.length;
    };
  }

  private static Coming job(double at, String caller, String operation, double seconds) {
    return new Coming(at, caller, operation, seconds, 0, null);
  }
}
