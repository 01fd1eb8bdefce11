package org.meanwhile.bench;

import org.meanwhile.bench.load.Loads;

/**
 * The sizes of the measurements, set by {@code -Dbench.jobs=…} and others, see performance.md.
 * {@code -Dbench.quick} selects the smaller default of each size.
 */
final class Sizes {
  private static final boolean QUICK = !System.getProperty("bench.quick", "false").equals("false");

  private Sizes() {}

  private static int size(String name, int full, int quick) {
    return Integer.getInteger("bench." + name, QUICK ? quick : full);
  }

  /** The number of times that each value is measured. */
  static int repetitions() {
    return size("repetitions", 5, 2);
  }

  /** The number of drains before the first that is measured. */
  static int warmUps() {
    return size("warm-ups", 6, 1);
  }

  static int jobs() {
    return size("jobs", 50_000, 20_000);
  }

  static int shortJobs() {
    return size("short-jobs", 20_000, 4_000);
  }

  /** For how long a snapshot is held while jobs come. */
  static int pinnedSeconds() {
    return size("pinned-seconds", 600, 60);
  }

  static int jobRunrJobs() {
    return size("jobrunr-jobs", 8_000, 3_000);
  }

  static int quartzJobs() {
    return size("quartz-jobs", 1_000, 300);
  }

  static int polledJobs() {
    return size("polled-jobs", 100_000, 20_000);
  }

  static int retainedJobs() {
    return size("retained-jobs", 1_000_000, 200_000);
  }

  static int sleepingJobs() {
    return size("sleeping-jobs", 6_000, 2_000);
  }

  static int waiters() {
    return size("waiters", 10_000, 2_000);
  }

  static int pickups() {
    return size("pickups", 500, 100);
  }

  /** The number of workers that wait for a job. */
  static int waitingWorkers() {
    return size("waiting-workers", 1_000, 200);
  }

  /** The number of jobs that workers lease. */
  static int leasedJobs() {
    return size("leased-jobs", 20_000, 5_000);
  }

  /** The number of jobs of the caller that floods the queue. */
  static int flood() {
    return size("flood", 50_000, 20_000);
  }

  /** The number of jobs that the other caller submits during the flood. */
  static int otherCallerJobs() {
    return size("lonely", 100, 40);
  }

  /** For how long the jobs of the mixed load come. */
  static int mixedSeconds() {
    return size("mixed-seconds", 200, 50);
  }

  /** The number of requests whose time is measured beside the worst caller. */
  static int probes() {
    return size("probes", 1_000, 300);
  }

  /** The number of jobs among which lists find some. */
  static int foundJobs() {
    return size("found-jobs", 1_000_000, 100_000);
  }

  /** The number of jobs that a list is searched in. */
  static int listedJobs() {
    return size("listed-jobs", 20_000, 5_000);
  }

  /** The number of held polls and streams of the worst caller. */
  static int heldPolls() {
    return size("held-polls", 2_000, 500);
  }

  static int outputMegabytes() {
    return size("output-megabytes", 1_000, 200);
  }

  /** The number of jobs that are stored in one transaction. */
  static int bulkJobs() {
    return size("bulk-jobs", 300_000, 50_000);
  }

  /** The number of members of a group. */
  static int members() {
    return size("members", 1_000_000, 100_000);
  }

  /** The number of members of a group that is run to its end. */
  static int runningMembers() {
    return size("running-members", 200_000, 20_000);
  }

  /** The number of clients that follow a log. */
  static int tails() {
    return size("tails", 1_000, 200);
  }

  /** How often a program tells the time, five times a second. */
  static int ticks() {
    return size("ticks", 150, 50);
  }

  /** For how long a node that has just started is loaded. */
  static int firstSeconds() {
    return size("first-seconds", 60, 20);
  }

  /** The length of each measured load over HTTP. */
  static Loads.Length load() {
    return new Loads.Length(2, size("seconds", 8, 4));
  }

  /** The length of the load that warms the server up. */
  static Loads.Length warmUp() {
    return new Loads.Length(1, size("warm-up-seconds", 150, 10));
  }
}
