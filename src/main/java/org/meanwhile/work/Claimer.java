package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.Completions;
import org.meanwhile.job.run.JobScheduler;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.platform.NodeIdentity;
import org.meanwhile.platform.Settings;

/**
 * Claims jobs for free slots. One thread: it looks when it is woken, and once a sweep in any case.
 *
 * <p>While there are enough jobs it claims as soon as that is worthwhile ({@link ClaimBudgets}).
 * After a claim that found fewer than it might it rests for as long as the claim took: so jobs that
 * trickle in are claimed a few at a time, and a node that was idle claims at once.
 *
 * <p>Whose jobs it claims, {@link FairShares} decides; who has nothing here is claimed for as soon
 * as there is room for one.
 *
 * <p>The same thread compares what the database says that this node holds with what runs here. So
 * nothing is taken for lost that was claimed a moment ago.
 */
@ApplicationScoped
public class Claimer {
  private static final System.Logger LOG = System.getLogger(Claimer.class.getName());
  private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int CALLERS_A_LOOK = 1000;
  private static final int PROMOTED_A_LOOK = 1000;
  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @Inject private JobExecutor workshop;
  @Inject private Claims claims;
  @Inject private JobScheduler scheduler;
  @Inject private Completions finishes;
  @Inject private Catalogue catalogue;
  @Inject private NodeIdentity node;
  @Inject private Heartbeat heartbeat;
  @Inject private Settings settings;
  private volatile boolean closed;
  private volatile long lastLookNanos = System.nanoTime();
  private ClaimBudgets lanes;
  private String lastCaller = "";
  private Set<Lease> missingBefore = new HashSet<>();

  /**
   * Reads what it needs to know before anything is claimed.
   *
   * @throws IllegalArgumentException one line that names a bad setting
   */
  void prepare() {
    lanes = new ClaimBudgets(catalogue.all(), settings, workshop);
  }

  /** Claims until it is closed. */
  void dispatch() {
    long sweepNanos = settings.get(WorkSettings.POLL_INTERVAL).toNanos();
    long sweptNanos = System.nanoTime() - sweepNanos;
    while (!closed) {
      try {
        if (System.nanoTime() - sweptNanos >= sweepNanos) {
          sweptNanos = System.nanoTime();
          compare();
          workshop.staff();
          if (scheduler.promote(PROMOTED_A_LOOK) == PROMOTED_A_LOOK) {
            // The others at the next look.
            sweptNanos -= sweepNanos;
          }
          lanes.seen(waitingCallers());
        }
        workshop.takeHints().forEach(lanes::hint);
        long begunNanos = System.nanoTime();
        boolean more = workshop.load() <= lanes.worthwhileLoad() && claim();
        lastLookNanos = System.nanoTime();
        if (!more) {
          rest(lastLookNanos - begunNanos);
        }
        // First what to be woken for, then whether that has come already.
        workshop.wakeAt(lanes.worthwhileLoad());
        if (!more || workshop.load() > lanes.worthwhileLoad()) {
          sleep(sweepNanos - (System.nanoTime() - sweptNanos));
        }
      } catch (DatabaseFailure e) {
        LOG.log(Level.WARNING, "no jobs can be claimed: " + e.getCause());
        sleep(FAILURE_PAUSE_NANOS);
      } catch (RuntimeException | Error e) {
        // An operation that exhausts the heap may do so in this thread as well.
        LOG.log(Level.ERROR, "claiming failed", e);
        sleep(FAILURE_PAUSE_NANOS);
      }
    }
  }

  /** Claims no more. */
  void close() {
    closed = true;
    workshop.wake();
  }

  /** How long ago it last looked for jobs, successfully. */
  Duration sinceLastLook() {
    return Duration.ofNanos(System.nanoTime() - lastLookNanos);
  }

  /** True when there may be more for the room that is still there. */
  private boolean claim() {
    boolean more = false;
    for (ClaimBudgets.Lane lane : lanes.inTurn()) {
      int room = closed || heartbeat.silentTooLong() ? 0 : lane.room();
      if (room > 0) {
        more |= claim(lane, lane.turns().share(room));
      }
    }
    return more;
  }

  private boolean claim(ClaimBudgets.Lane lane, List<Claims.Share> shares) {
    if (shares.isEmpty()) {
      return false;
    }
    UUID claimant = node.incarnation();
    List<ClaimedJob> claimed = claims.claim(claimant, lane.operations(), shares);
    if (stillHolds(claimant)) {
      claimed.forEach(job -> workshop.start(job, catalogue.find(job.operation()).orElseThrow()));
    }
    return lane.turns().claimed(shares, claimed);
  }

  /** With very many, a part of them each time. */
  private List<String> waitingCallers() {
    List<String> callers = claims.waitingCallers(lastCaller, CALLERS_A_LOOK);
    lastCaller = callers.size() < CALLERS_A_LOOK ? "" : callers.get(callers.size() - 1);
    return callers;
  }

  /**
   * Whether what was claimed may begin: the answer may have come so late that others have it by
   * now. If they have not, the next looks hand it back.
   */
  private boolean stillHolds(UUID claimant) {
    return claimant.equals(node.incarnation()) && !heartbeat.silentTooLong();
  }

  /**
   * Passes cancellations on, and hands back what was claimed without this node's knowledge: a claim
   * whose answer was lost. What is not here at one look may just have ended; at two it is lost.
   */
  private void compare() {
    Set<Lease> missing = new HashSet<>();
    for (Claims.Held held : claims.heldBy(node.incarnation())) {
      if (!workshop.holds(held.lease())) {
        missing.add(held.lease());
      } else if (held.cancelRequested()) {
        workshop.runs().stream()
            .filter(run -> run.lease().equals(held.lease()))
            .forEach(run -> run.stop(StopReason.CANCELED));
      }
    }
    missingBefore.retainAll(missing);
    finishes.complete(
        missingBefore.stream()
            .map(lease -> new Completion(lease, new RunResult.HandedBack(), Progress.NONE))
            .toList());
    missingBefore = missing;
  }

  private void rest(long nanos) {
    LockSupport.parkNanos(Math.min(nanos, LONGEST_REST_NANOS));
  }

  private void sleep(long nanos) {
    try {
      if (workshop.wakeUps().tryAcquire(Math.max(1, nanos), TimeUnit.NANOSECONDS)) {
        workshop.wakeUps().drainPermits();
      }
    } catch (InterruptedException e) {
      // Only closing ends this thread.
    }
  }
}
