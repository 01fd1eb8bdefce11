package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.pause.Pauses;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.Completions;
import org.meanwhile.job.run.JobScheduler;
import org.meanwhile.job.run.Nodes;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.FairShares;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.NodeIdentity;
import org.meanwhile.platform.Settings;

/**
 * Claims jobs for free slots, on one thread: when {@link ClaimSignals} wake it, and once in {@code
 * meanwhile.work.poll-interval} in any case.
 *
 * <p>While there are enough jobs, it claims as soon as a claim pays ({@link ClaimBudgets}). After a
 * claim that found fewer jobs than it might have, it rests for as long as the claim took, 20 ms at
 * most: so jobs that trickle in are claimed a few at a time, and an idle node claims at once.
 * {@link FairShares} decides whose jobs it claims.
 *
 * <p>The same thread compares the leases that the database says this node holds with the runs that
 * are here. On another thread, a lease claimed a moment ago could be taken for a lost one.
 */
@ApplicationScoped
public class Claimer {
  private static final System.Logger LOG = System.getLogger(Claimer.class.getName());
  private static final int MAX_CALLERS_PER_POLL = 1000;
  private static final int MAX_PROMOTED_PER_POLL = 1000;
  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @Inject private JobExecutor executor;
  @Inject private RunRegistry registry;
  @Inject private RunCounters counters;
  @Inject private ClaimSignals signals;
  @Inject private Claims claims;
  @Inject private JobScheduler scheduler;
  @Inject private Pauses pauses;
  @Inject private Nodes nodes;
  @Inject private Completions completions;
  @Inject private Catalogue catalogue;
  @Inject private NodeIdentity node;
  @Inject private Heartbeat heartbeat;
  @Inject private Settings settings;
  private final Loop loop =
      new Loop(LOG, "claiming jobs", DatabaseFailure.class::isInstance, this::pass);
  private volatile long lastClaimNanos = System.nanoTime();
  private ClaimBudgets budgets;
  private long pollIntervalNanos;
  private long polledNanos;
  private String lastCaller = "";
  private boolean draining;
  private Set<Lease> missingBefore = new HashSet<>();

  /**
   * Reads the limits of the operations, before anything is claimed.
   *
   * @throws IllegalArgumentException one line that names a bad setting
   */
  void prepare() {
    List<String> operations =
        catalogue.all().stream()
            .filter(operation -> operation.workers().isEmpty())
            .map(OfferedOperation::name)
            .toList();
    budgets =
        new ClaimBudgets(operations, settings, counters, executor::spareSlots, System::nanoTime);
  }

  /** Starts claiming, after {@link #prepare}. */
  void start(Executor threads) {
    pollIntervalNanos = settings.get(WorkSettings.POLL_INTERVAL).toNanos();
    polledNanos = System.nanoTime() - pollIntervalNanos;
    signals.onWake(loop::wake);
    loop.start(threads);
  }

  /**
   * Claims no more.
   *
   * @return false when the last claim was not answered in time
   */
  boolean stop(Duration within) {
    loop.stop();
    return loop.awaitEnd(within);
  }

  /** The time since the last claim, or the last look that found none worthwhile. */
  Duration sinceLastClaim() {
    return Duration.ofNanos(System.nanoTime() - lastClaimNanos);
  }

  private Loop.Pause pass() {
    boolean polls = System.nanoTime() - polledNanos >= pollIntervalNanos;
    if (polls) {
      poll();
    }
    signals.takeCallers().forEach(budgets::jobAccepted);
    long begunNanos = System.nanoTime();
    boolean claimPays = counters.unfinished() <= budgets.claimBelow();
    boolean more = claimPays && claim();
    lastClaimNanos = System.nanoTime();
    // Set before the load is looked at again: a run that finishes in between wakes the loop.
    counters.wakeAt(budgets.claimBelow());
    if (more && counters.unfinished() <= budgets.claimBelow()) {
      return Loop.Pause.NONE;
    }
    long restNanos = more ? 0 : Math.min(LONGEST_REST_NANOS, lastClaimNanos - begunNanos);
    long nextPollNanos = pollIntervalNanos - (System.nanoTime() - polledNanos);
    return new Loop.Pause(restNanos, nextPollNanos, !polls && !claimPays);
  }

  private void poll() {
    polledNanos = System.nanoTime();
    reconcile();
    executor.staff();
    draining = nodes.isDraining(node.incarnation());
    if (scheduler.promote(MAX_PROMOTED_PER_POLL) == MAX_PROMOTED_PER_POLL) {
      // The next pass promotes the rest.
      polledNanos -= pollIntervalNanos;
    }
    budgets.jobsWaiting(waitingCallers());
  }

  /** True when there may be more jobs for the slots that are still free. */
  private boolean claim() {
    if (draining) {
      return false;
    }
    boolean more = false;
    Set<String> paused = pauses.latest().keySet();
    for (ClaimBudgets.Budget budget : budgets.inTurn()) {
      List<String> operations = budget.operationsBut(paused);
      boolean may = !operations.isEmpty() && !loop.isStopping() && !heartbeat.isSilentTooLong();
      int remaining = may ? budget.remaining() : 0;
      if (remaining > 0) {
        more |= claim(budget, operations, budget.shares().divide(remaining));
      }
    }
    return more;
  }

  private boolean claim(
      ClaimBudgets.Budget budget, List<String> operations, List<FairShares.Share> shares) {
    if (shares.isEmpty()) {
      return false;
    }
    UUID claimant = node.incarnation();
    Claims.Claim claim =
        claims.claim(
            claimant,
            operations,
            shares.stream().map(each -> new Claims.Share(each.caller(), each.most())).toList());
    if (stillHolds(claimant)) {
      claim
          .jobs()
          .forEach(job -> executor.start(job, catalogue.find(job.operation()).orElseThrow()));
    }
    List<String> callers = claim.jobs().stream().map(ClaimedJob::caller).toList();
    if (operations.size() < budget.operations().size()) {
      // Jobs of paused operations are passed over one by one.
      claim
          .tookNanos()
          .forEach(
              (caller, nanos) ->
                  budget.shares().took(caller, nanos, Collections.frequency(callers, caller)));
    }
    return budget.shares().claimed(shares, callers);
  }

  /** Lists up to 1000 waiting callers; each call continues after the last one. */
  private List<String> waitingCallers() {
    List<String> callers = claims.waitingCallers(lastCaller, MAX_CALLERS_PER_POLL);
    lastCaller = callers.size() < MAX_CALLERS_PER_POLL ? "" : callers.get(callers.size() - 1);
    return callers;
  }

  /**
   * Whether the claimed jobs may start: the answer to the claim may have come so late that other
   * nodes have rescued the jobs. If they have not, {@link #reconcile} hands the jobs back.
   */
  private boolean stillHolds(UUID claimant) {
    return claimant.equals(node.incarnation()) && !heartbeat.isSilentTooLong();
  }

  /**
   * Passes on to the runs what their callers have changed: cancellations, limits, suspensions. And
   * hands back leases that this node does not know of: of a claim whose answer was lost. A lease
   * without a run may belong to a run that has just ended; when two polls in a row find no run, the
   * answer was lost.
   */
  private void reconcile() {
    Set<Lease> missing = new HashSet<>();
    for (Claims.Held held : claims.heldBy(node.incarnation())) {
      if (!registry.holds(held.lease())) {
        missing.add(held.lease());
      } else if (held.cancelRequested()) {
        registry.stop(held.lease()::equals, StopReason.CANCELED);
      } else {
        registry.limit(held.lease(), held.limits());
      }
    }
    missingBefore.retainAll(missing);
    completions.complete(
        missingBefore.stream()
            .map(lease -> new Completion(lease, new RunResult.HandedBack(), Progress.NONE))
            .toList());
    missingBefore = missing;
  }
}
