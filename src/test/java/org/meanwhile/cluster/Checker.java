package org.meanwhile.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meanwhile.cluster.Ledger.Fact;

/**
 * Compares what clients were told with what runs did. Knows nothing of the program: only what was
 * promised.
 */
final class Checker {

  /** What the faults of a test excuse. */
  enum Promise {
    /** However a node fails, but for being paused: at no time two runs of a job. */
    NEVER_TWO_AT_A_TIME,
    /** And no node fails at all: never a second run of a job that was done. */
    NEVER_AGAIN
  }

  private final Set<Promise> promises;
  private final List<String> faults = new ArrayList<>();

  private Checker(Set<Promise> promises) {
    this.promises = promises;
  }

  /** What was broken, a line each; empty when all is well. Jobs that the ledger misses are none. */
  static List<String> faults(List<Fact> ledger, List<RunLog.Line> log, Set<Promise> promises) {
    Checker checker = new Checker(promises);
    Map<String, List<RunLog.Line>> lines = new LinkedHashMap<>();
    log.forEach(line -> lines.computeIfAbsent(line.job(), job -> new ArrayList<>()).add(line));
    Map<String, List<Fact>> facts = new LinkedHashMap<>();
    ledger.forEach(fact -> facts.computeIfAbsent(fact.job(), job -> new ArrayList<>()).add(fact));
    facts.forEach((job, told) -> checker.check(job, told, lines.getOrDefault(job, List.of())));
    return checker.faults;
  }

  private void check(String job, List<Fact> told, List<RunLog.Line> runs) {
    checkEnd(job, told);
    checkResults(job, told, runs);
    checkCancellation(job, told);
    checkAttempts(job, runs);
    if (promises.contains(Promise.NEVER_TWO_AT_A_TIME)) {
      checkOneAtATime(job, runs);
    }
    if (promises.contains(Promise.NEVER_AGAIN)) {
      long ends = runs.stream().filter(line -> line.what() == RunLog.What.END).count();
      must(ends <= 1, job, "was done " + ends + " times");
    }
  }

  private void checkEnd(String job, List<Fact> told) {
    List<String> ends = details(told, Ledger.What.FINAL);
    if (ends.isEmpty()) {
      faults.add(job + " is lost");
      return;
    }
    String[] end = ends.get(ends.size() - 1).split(" ");
    int failing = Integer.parseInt(details(told, Ledger.What.ACCEPTED).get(0));
    boolean canFinish = failing < Journal.MAX_ATTEMPTS;
    switch (end[0]) {
      case "Succeeded" -> must(canFinish, job, "succeeded although all its attempts fail");
      case "Failed" -> must(!canFinish, job, "failed");
      case "Canceled" -> {
        must(has(told, Ledger.What.CANCELING), job, "was cancelled by nobody");
        return;
      }
      default -> {
        faults.add(job + " is stuck as " + end[0]);
        return;
      }
    }
    int due = canFinish ? failing + 1 : Journal.MAX_ATTEMPTS;
    must(due == Integer.parseInt(end[1]), job, "took attempt " + end[1] + ", not " + due);
  }

  private void checkResults(String job, List<Fact> told, List<RunLog.Line> runs) {
    Set<String> results = new LinkedHashSet<>(details(told, Ledger.What.RESULT));
    must(results.size() <= 1, job, "had more than one result: " + results);
    for (String result : results) {
      must(
          runs.stream().anyMatch(l -> l.run().equals(result) && l.what() == RunLog.What.END),
          job,
          "has a result that no run made: " + result);
    }
    boolean succeeded =
        details(told, Ledger.What.FINAL).stream().anyMatch(end -> end.startsWith("Succeeded"));
    if (succeeded && !has(told, Ledger.What.CANCELING)) {
      must(!results.isEmpty(), job, "succeeded without a result");
    }
  }

  private void checkCancellation(String job, List<Fact> told) {
    boolean canceled = false;
    for (Fact fact : told) {
      canceled |= fact.what() == Ledger.What.CANCELED;
      must(
          !(canceled && fact.what() == Ledger.What.RESULT),
          job,
          "has a result although it was cancelled");
    }
  }

  /** From 1 on; the next only when the one before it failed; a crash is none. */
  private void checkAttempts(String job, List<RunLog.Line> runs) {
    int reached = 1;
    boolean failed = false;
    for (RunLog.Line line : runs) {
      if (line.what() == RunLog.What.START) {
        boolean next = failed && line.attempt() == reached + 1;
        must(next || line.attempt() == reached, job, "began attempt " + line.attempt());
        failed &= !next;
        reached = Math.max(reached, line.attempt());
      }
      failed |= line.what() == RunLog.What.FAILED && line.attempt() == reached;
    }
  }

  private void checkOneAtATime(String job, List<RunLog.Line> runs) {
    String latest = null;
    for (RunLog.Line line : runs) {
      if (line.what() == RunLog.What.START) {
        latest = line.run();
      }
      must(line.run().equals(latest), job, "ran twice at a time: " + line);
    }
  }

  private void must(boolean holds, String job, String fault) {
    if (!holds) {
      faults.add(job + " " + fault);
    }
  }

  private static boolean has(List<Fact> told, Ledger.What what) {
    return told.stream().anyMatch(fact -> fact.what() == what);
  }

  private static List<String> details(List<Fact> told, Ledger.What what) {
    return told.stream().filter(fact -> fact.what() == what).map(Fact::detail).toList();
  }
}
