package org.meanwhile.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.meanwhile.job.JobSettings;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Settings;

/**
 * How much of which operations a node may claim: one lane for all operations that only the node's
 * slots limit, and one for each that has a limit of its own. For one thread.
 *
 * <p>Callers take turns in each lane, urgency orders the jobs of one; the lanes take turns, too.
 * That costs an operation with a limit a little of its place, and spares every claim a count of
 * what runs.
 */
final class ClaimBudgets {
  /** More than this many times the slots is never claimed ahead. */
  private static final int MOST_AHEAD = 50;

  /** Nor more than the slots are likely to have begun by then. */
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A crash repeats what was not stored: nothing is claimed while there is more of that. */
  private static final int MOST_UNSTORED = 1000;

  private final List<Lane> lanes = new ArrayList<>();
  private final JobExecutor workshop;
  private final int slots;
  private final int slotsOfCaller;
  private long doneBefore;
  private long lookedNanos = System.nanoTime();
  private int ahead;

  /**
   * @throws IllegalArgumentException one line that names a bad setting
   */
  ClaimBudgets(Collection<OfferedOperation> operations, Settings settings, JobExecutor workshop) {
    this.workshop = workshop;
    this.slots = settings.get(JobSettings.SLOTS);
    this.slotsOfCaller = settings.get(WorkSettings.CALLER_SLOTS);
    List<String> unlimited = new ArrayList<>();
    for (OfferedOperation operation : operations) {
      Optional<Integer> limit = settings.below(JobSettings.SLOTS, operation.name());
      if (limit.isPresent()) {
        lanes.add(new Lane(List.of(operation.name()), limit.get()));
      } else {
        unlimited.add(operation.name());
      }
    }
    if (!unlimited.isEmpty()) {
      lanes.add(new Lane(unlimited, Integer.MAX_VALUE));
    }
  }

  /** What may be claimed together. */
  final class Lane {
    private final List<String> operations;
    private final int limit;
    private final FairShares turns;

    private Lane(List<String> operations, int limit) {
      this.operations = operations;
      this.limit = limit;
      this.turns = new FairShares(workshop::loadOfCaller, slotsOfCaller, System::nanoTime);
    }

    /** Whose jobs of these operations are next. */
    FairShares turns() {
      return turns;
    }

    List<String> operations() {
      return operations;
    }

    /** Whether the limit of its own is reached, whatever slots there are. */
    private boolean isFull() {
      return limit != Integer.MAX_VALUE && limit <= workshop.load(operations.get(0));
    }

    /** How many more may be claimed now. */
    int room() {
      int free = Math.min(slots + ahead - workshop.load(), MOST_UNSTORED - workshop.unstored());
      return limit == Integer.MAX_VALUE
          ? free
          : Math.min(free, limit - workshop.load(operations.get(0)));
    }
  }

  /**
   * All lanes, beginning with another one each time.
   *
   * <p>What was done lately will be done again soon: so much is claimed ahead of the slots, for
   * them to go on with while the next claim is under way. Long jobs leave this at nothing, and none
   * waits here that another node could run.
   */
  List<Lane> inTurn() {
    long sinceNanos = System.nanoTime() - lookedNanos;
    if (sinceNanos >= AHEAD_NANOS) {
      long done = workshop.done();
      long rounds = Math.min(MOST_AHEAD, AHEAD_NANOS / Math.max(1, workshop.meanNanos()));
      long soon = (done - doneBefore) * AHEAD_NANOS / sinceNanos;
      ahead = (int) Math.min(soon, rounds * slots);
      doneBefore = done;
      lookedNanos = System.nanoTime();
    }
    Collections.rotate(lanes, 1);
    return lanes;
  }

  /**
   * With how many runs here a claim is worth its while. When jobs are short, half of what may be
   * here is enough to go on with: a few large claims cost less than many small ones. When they are
   * long, a single free slot is worth a claim.
   */
  int worthwhileLoad() {
    return ahead < slots || somebodyIsNew() ? Integer.MAX_VALUE : (slots + ahead) / 2;
  }

  /** Who has nothing here does not wait until the others' runs are half done. */
  private boolean somebodyIsNew() {
    return lanes.stream().anyMatch(lane -> !lane.isFull() && lane.turns().somebodyIsNew());
  }

  /** A caller has one more job. */
  void hint(String caller) {
    lanes.forEach(lane -> lane.turns().hint(caller));
  }

  /** These callers have jobs that wait. */
  void seen(Collection<String> callers) {
    lanes.forEach(lane -> lane.turns().seen(callers));
  }
}
