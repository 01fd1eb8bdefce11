package org.meanwhile.bench.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A load of several operations and callers for estimates. The programs that only sleep report no
 * progress; {@code simulate} does, and its first attempt fails half-way, so that the second goes on
 * from a checkpoint. The same seed makes the same load.
 */
public final class MixedWork {
  public static final List<String> CALLERS = List.of("alice", "bob", "carol");
  public static final List<String> OPERATIONS =
      List.of("constant", "varied", "bimodal", "heavy", "simulate");

  private static final String SLEEP = "sleep {seconds}";
  private static final String PARAMETERS =
      "{\"properties\":{\"seconds\":{\"type\":\"number\"}},\"required\":[\"seconds\"]}";

  /** Few slots, so that there is a queue; and the programs. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "meanwhile.work.slots", "4",
          "meanwhile.command.constant.line", SLEEP,
          "meanwhile.command.constant.parameters", PARAMETERS,
          "meanwhile.command.varied.line", SLEEP,
          "meanwhile.command.varied.parameters", PARAMETERS,
          "meanwhile.command.bimodal.line", SLEEP,
          "meanwhile.command.bimodal.parameters", PARAMETERS,
          "meanwhile.command.heavy.line", SLEEP,
          "meanwhile.command.heavy.parameters", PARAMETERS);

  /** A job that comes so many seconds after the begin. */
  public record Arrival(double second, String caller, String request) {}

  private MixedWork() {}

  /** Some jobs of each operation, at once. */
  public static List<Arrival> warmUp() {
    Random random = new Random(1);
    List<Arrival> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(sleep(0, "alice", "constant", constant(random)));
      all.add(sleep(0, "bob", "varied", varied(random)));
      all.add(sleep(0, "bob", "bimodal", i % 2 == 0 ? 0.5 : 8));
      all.add(sleep(0, "carol", "heavy", heavy(random)));
    }
    return all;
  }

  /** The load, in the order of coming. */
  public static List<Arrival> of(int seconds) {
    Random random = new Random(2);
    List<Arrival> all = new ArrayList<>();
    for (int begin = 0; begin < seconds; begin += 50) {
      for (int i = 0; i < 20; i++) {
        all.add(sleep(begin, "alice", "constant", constant(random)));
      }
      for (int i = 0; i < 10; i++) {
        double at = begin + random.nextDouble() * 40;
        all.add(sleep(at, "bob", "varied", varied(random)));
        all.add(sleep(at, "bob", "bimodal", random.nextBoolean() ? 0.5 : 8));
        all.add(sleep(at, "carol", "heavy", heavy(random)));
      }
      all.add(resumed(begin + 5.0, "carol", 20));
      all.add(resumed(begin + 20.0, "alice", 25));
    }
    all.sort(Comparator.comparingDouble(Arrival::second));
    return all;
  }

  private static double constant(Random random) {
    return 2 + 0.05 * random.nextGaussian();
  }

  private static double varied(Random random) {
    return 3 * Math.exp(0.25 * random.nextGaussian());
  }

  private static double heavy(Random random) {
    return Math.min(30, Math.exp(1.3 * random.nextGaussian()));
  }

  private static Arrival sleep(double second, String caller, String operation, double time) {
    String request =
        String.format(
            Locale.ROOT,
            "{\"operation\":\"%s\",\"input\":{\"seconds\":%.3f}}",
            operation,
            Math.max(0.01, time));
    return new Arrival(second, caller, request);
  }

  /** Fails once after half of its steps. */
  private static Arrival resumed(double second, String caller, int time) {
    String request =
        """
        {"operation":"simulate","input":{"duration":"PT%dS","steps":50,"failAtStep":25,
         "failure":"transient","failAttempts":1}}
        """
            .formatted(time);
    return new Arrival(second, caller, request);
  }
}
