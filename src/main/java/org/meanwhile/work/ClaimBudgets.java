package org.meanwhile.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.meanwhile.job.JobSettings;
import org.meanwhile.platform.FairShares;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.CallerShare;

/**
 * How many jobs of which operations this node may claim: one budget for all operations that only
 * the node's slots limit, and one for each operation with a limit of its own. For one thread.
 *
 * <p>Within a budget callers take turns, and urgency orders the jobs of one caller. The budgets
 * take turns too: an operation with a limit of its own loses a little of its place in the queue,
 * and no claim has to count what runs.
 */
final class ClaimBudgets {
  /** The most runs claimed ahead for each slot. */
  private static final int MAX_AHEAD_PER_SLOT = 50;

  /** Jobs are claimed ahead for as long as a claim is likely to take: 50 ms. */
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A crash repeats runs whose results were not stored: beyond this many nothing is claimed. */
  private static final int MAX_UNSTORED = 1000;

  private final List<Budget> budgets = new ArrayList<>();
  private final RunCounters counters;
  private final LongSupplier nanoTime;
  private final int slots;
  private final CallerShare callerShare;
  private final IntSupplier spareSlots;
  private long finishedBefore;
  private long measuredNanos;
  private int ahead;

  /**
   * Budgets for the operations of the catalogue.
   *
   * @param spareSlots how many slots stand in for those that cut-off runs hold
   * @throws IllegalArgumentException one line that names a bad setting
   */
  ClaimBudgets(
      Collection<String> operations,
      Settings settings,
      RunCounters counters,
      IntSupplier spareSlots,
      LongSupplier nanoTime) {
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.measuredNanos = nanoTime.getAsLong();
    this.slots = settings.get(JobSettings.SLOTS);
    this.callerShare = CallerShare.of(settings, JobSettings.CALLER_SLOTS);
    this.spareSlots = spareSlots;
    List<String> unlimited = new ArrayList<>();
    for (String operation : operations) {
      Optional<Integer> limit = settings.below(JobSettings.SLOTS, operation);
      if (limit.isPresent()) {
        budgets.add(new Budget(List.of(operation), limit.get()));
      } else {
        unlimited.add(operation);
      }
    }
    if (!unlimited.isEmpty()) {
      budgets.add(new Budget(unlimited, Integer.MAX_VALUE));
    }
  }

  /** Operations whose jobs are claimed with one statement for each caller. */
  final class Budget {
    private final List<String> operations;
    private final int limit;
    private final FairShares shares;

    private Budget(List<String> operations, int limit) {
      this.operations = operations;
      this.limit = limit;
      this.shares = new FairShares(counters::unfinishedOfCaller, this::freeForCaller, nanoTime);
    }

    private boolean isLimited() {
      return limit != Integer.MAX_VALUE;
    }

    /** How many more runs of these operations a caller may have here. */
    private int freeForCaller(String caller) {
      int free = shareAhead() - counters.unfinishedOfCaller(caller);
      return isLimited()
          ? Math.min(free, callerShare.of(limit) - counters.unfinishedOf(operations.get(0), caller))
          : free;
    }

    List<String> operations() {
      return operations;
    }

    /** The operations without those that are paused. */
    List<String> operationsBut(Set<String> paused) {
      return paused.isEmpty()
          ? operations
          : operations.stream().filter(each -> !paused.contains(each)).toList();
    }

    /** Decides whose jobs of these operations are next. */
    FairShares shares() {
      return shares;
    }

    /** Whether the operation's own limit is reached, however many slots are free. */
    private boolean isUsedUp() {
      return isLimited() && limit <= counters.unfinishedOf(operations.get(0));
    }

    /** How many more jobs may be claimed now; 0 or less for none. */
    int remaining() {
      int free =
          Math.min(
              slots + spareSlots.getAsInt() + ahead - counters.unfinished(),
              MAX_UNSTORED - counters.unstored());
      return isLimited() ? Math.min(free, limit - counters.unfinishedOf(operations.get(0))) : free;
    }
  }

  /**
   * All budgets, beginning with another one each time.
   *
   * <p>Runs that finished lately predict how many will finish soon. So many are claimed ahead of
   * the slots, to keep these busy while the next claim is under way. With long jobs this number is
   * 0, and no job waits here that another node could run.
   */
  List<Budget> inTurn() {
    long elapsedNanos = nanoTime.getAsLong() - measuredNanos;
    if (elapsedNanos >= AHEAD_NANOS) {
      long finished = counters.finished();
      long roundsPerSlot =
          Math.min(MAX_AHEAD_PER_SLOT, AHEAD_NANOS / Math.max(1, counters.meanNanos()));
      long expected = (finished - finishedBefore) * AHEAD_NANOS / elapsedNanos;
      ahead = (int) Math.min(expected, roundsPerSlot * slots);
      finishedBefore = finished;
      measuredNanos = nanoTime.getAsLong();
    }
    Collections.rotate(budgets, 1);
    return budgets;
  }

  /**
   * A claim is made only up to this number of unfinished runs. When jobs are short, half of the
   * runs that may be here keep the slots busy, and a few large claims cost less than many small
   * ones. When jobs are long, a single free slot is worth a claim.
   */
  int claimBelow() {
    return ahead < slots || hasNewCaller() ? Integer.MAX_VALUE : (slots + ahead) / 2;
  }

  /** How many runs of a caller may be here; those that are claimed ahead in the same proportion. */
  private int shareAhead() {
    int share = callerShare.of(slots);
    return share == slots ? Integer.MAX_VALUE : (int) ((long) share * (slots + ahead) / slots);
  }

  /** A caller with no run on this node is claimed for at once. */
  private boolean hasNewCaller() {
    return budgets.stream().anyMatch(budget -> !budget.isUsedUp() && budget.shares.hasNewCaller());
  }

  /** A caller has a new job, which may be due. */
  void jobAccepted(String caller) {
    budgets.forEach(budget -> budget.shares.jobAccepted(caller));
  }

  /** These callers have jobs that wait and are due. */
  void jobsWaiting(Collection<String> callers) {
    budgets.forEach(budget -> budget.shares.jobsWaiting(callers));
  }
}
