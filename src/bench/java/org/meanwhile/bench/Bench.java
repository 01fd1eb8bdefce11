package org.meanwhile.bench;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the measurements that {@code -Dbench} names, separated by commas, or all of them, and prints
 * a table.
 */
public final class Bench {
  private static final Map<String, Measurement> MEASUREMENTS = new LinkedHashMap<>();

  static {
    MEASUREMENTS.put("drain", new Drain());
    MEASUREMENTS.put("short", new ShortJobs());
    MEASUREMENTS.put("wal", new WalPerJob());
    MEASUREMENTS.put("pinned", new PinnedSnapshot());
    MEASUREMENTS.put("statements", new Statements());
    MEASUREMENTS.put("submits", new Submits());
    MEASUREMENTS.put("polls", new Polls());
    MEASUREMENTS.put("downloads", new Downloads());
    MEASUREMENTS.put("pickup", new Pickup());
    MEASUREMENTS.put("second-node", new SecondNode());
    MEASUREMENTS.put("waiters", new Waiters());
    MEASUREMENTS.put("retained", new Retained());
    MEASUREMENTS.put("lists", new Lists());
    MEASUREMENTS.put("purging", new Purging());
    MEASUREMENTS.put("fair", new Fair());
    MEASUREMENTS.put("estimates", new Estimates());
    MEASUREMENTS.put("neighbours", new Neighbours());
    MEASUREMENTS.put("start", new Start());
    MEASUREMENTS.put("bulk", new Bulk());
    MEASUREMENTS.put("groups", new Groups());
    MEASUREMENTS.put("tails", new Tails());
    MEASUREMENTS.put("leases", new Leases());
  }

  private Bench() {}

  public static void main(String[] arguments) {
    List<String> selected = selected();
    Report report = new Report();
    try (Stage stage = new Stage()) {
      for (String name : selected) {
        say("%s", name);
        report.add(MEASUREMENTS.get(name).measure(stage));
        report.write();
      }
    }
    System.out.print(report.markdown());
  }

  private static List<String> selected() {
    String selection = System.getProperty("bench", "all");
    List<String> names =
        selection.equals("all")
            ? List.copyOf(MEASUREMENTS.keySet())
            : new ArrayList<>(Arrays.asList(selection.split(",")));
    if (!MEASUREMENTS.keySet().containsAll(names)) {
      throw new IllegalArgumentException(
          "-Dbench must be all, or some of " + MEASUREMENTS.keySet());
    }
    return names;
  }

  /** Prints a line about the progress, with the time. */
  static void say(String format, Object... arguments) {
    System.out.printf("%tT %s%n", LocalTime.now(), format.formatted(arguments));
  }
}
