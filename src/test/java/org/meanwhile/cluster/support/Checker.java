package org.meanwhile.cluster.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meanwhile.cluster.support.Ledger.Fact;

/**
 * Compares what clients were told with what runs did. Knows nothing of the program but its
 * guarantees.
 */
public final class Checker {

  /** Guarantees that hold only for some kinds of faults. */
  public enum Guarantee {
    /** Two runs of a job never overlap. Holds for all faults but a paused node. */
    NEVER_TWO_AT_A_TIME,
    /** A job that was done never runs again. Holds when no node fails. */
    NEVER_AGAIN
  }

  private final Set<Guarantee> guarantees;
  private final List<String> faults = new ArrayList<>();

  private Checker(Set<Guarantee> guarantees) {
    this.guarantees = guarantees;
  }

  /**
   * Returns a line for each broken guarantee; empty when all hold. Jobs that the ledger does not
   * contain are not checked.
   */
  public static List<String> faults(
      List<Fact> ledger, List<RunLog.Line> log, Set<Guarantee> guarantees) {
    Checker checker = new Checker(guarantees);
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
    if (guarantees.contains(Guarantee.NEVER_TWO_AT_A_TIME)) {
      checkOneAtATime(job, runs);
    }
    if (guarantees.contains(Guarantee.NEVER_AGAIN)) {
      long ends = runs.stream().filter(line -> line.event() == RunLog.Event.END).count();
      require(ends <= 1, job, "was done " + ends + " times");
    }
  }

  private void checkEnd(String job, List<Fact> told) {
    List<String> ends = details(told, Ledger.Kind.FINAL);
    if (ends.isEmpty()) {
      faults.add(job + " is lost");
      return;
    }
    String[] end = ends.get(ends.size() - 1).split(" ");
    int failing = Integer.parseInt(details(told, Ledger.Kind.ACCEPTED).get(0));
    boolean canFinish = failing < Journal.MAX_ATTEMPTS;
    switch (end[0]) {
      case "Succeeded" -> require(canFinish, job, "succeeded although all its attempts fail");
      case "Failed" -> require(!canFinish, job, "failed");
      case "Canceled" -> {
        require(has(told, Ledger.Kind.CANCELING), job, "was cancelled by nobody");
        return;
      }
      default -> {
        faults.add(job + " is stuck as " + end[0]);
        return;
      }
    }
    int due = canFinish ? failing + 1 : Journal.MAX_ATTEMPTS;
    require(due == Integer.parseInt(end[1]), job, "took attempt " + end[1] + ", not " + due);
  }

  private void checkResults(String job, List<Fact> told, List<RunLog.Line> runs) {
    Set<String> results = new LinkedHashSet<>(details(told, Ledger.Kind.RESULT));
    require(results.size() <= 1, job, "had more than one result: " + results);
    for (String result : results) {
      require(
          runs.stream().anyMatch(l -> l.run().equals(result) && l.event() == RunLog.Event.END),
          job,
          "has a result that no run made: " + result);
    }
    boolean succeeded =
        details(told, Ledger.Kind.FINAL).stream().anyMatch(end -> end.startsWith("Succeeded"));
    if (succeeded && !has(told, Ledger.Kind.CANCELING)) {
      require(!results.isEmpty(), job, "succeeded without a result");
    }
  }

  private void checkCancellation(String job, List<Fact> told) {
    boolean canceled = false;
    for (Fact fact : told) {
      canceled |= fact.kind() == Ledger.Kind.CANCELED;
      require(
          !(canceled && fact.kind() == Ledger.Kind.RESULT),
          job,
          "has a result although it was cancelled");
    }
  }

  /** Attempts begin at 1; the next one begins only after a failure. A crash counts no attempt. */
  private void checkAttempts(String job, List<RunLog.Line> runs) {
    int reached = 1;
    boolean failed = false;
    for (RunLog.Line line : runs) {
      if (line.event() == RunLog.Event.START) {
        boolean next = failed && line.attempt() == reached + 1;
        require(next || line.attempt() == reached, job, "began attempt " + line.attempt());
        failed &= !next;
        reached = Math.max(reached, line.attempt());
      }
      failed |= line.event() == RunLog.Event.FAILED && line.attempt() == reached;
    }
  }

  private void checkOneAtATime(String job, List<RunLog.Line> runs) {
    String latest = null;
    for (RunLog.Line line : runs) {
      if (line.event() == RunLog.Event.START) {
        latest = line.run();
      }
      require(line.run().equals(latest), job, "ran twice at a time: " + line);
    }
  }

  private void require(boolean holds, String job, String fault) {
    if (!holds) {
      faults.add(job + " " + fault);
    }
  }

  private static boolean has(List<Fact> told, Ledger.Kind kind) {
    return told.stream().anyMatch(fact -> fact.kind() == kind);
  }

  private static List<String> details(List<Fact> told, Ledger.Kind kind) {
    return told.stream().filter(fact -> fact.kind() == kind).map(Fact::detail).toList();
  }
}
