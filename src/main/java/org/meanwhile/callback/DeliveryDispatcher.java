package org.meanwhile.callback;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.delivery.ClaimedDelivery;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.platform.ElasticWorkers;
import org.meanwhile.platform.FairShares;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.OutageLog;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Claims deliveries that are due and attempts them, each on a thread that waits for its receiver.
 * One thread claims: when a job ends on this node, when an attempt ends, and once in {@code
 * meanwhile.callback.poll-interval} in any case.
 *
 * <p>At most {@code meanwhile.callback.max-concurrent} attempts run at a time, and {@code
 * meanwhile.callback.max-concurrent-per-host} of them for one receiver. Callers take turns, and
 * each may have only its share of both, as {@link AttemptsInProgress} counts them. A receiver at
 * its limit is passed over by claims. The weakness of that: each claim walks past all due
 * deliveries of a caller to such receivers.
 */
@ApplicationScoped
public class DeliveryDispatcher {
  private static final System.Logger LOG = System.getLogger(DeliveryDispatcher.class.getName());

  /**
   * Most jobs have no callback: however many of them end, they cause 50 claims a second at most.
   */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int MAX_CALLERS_PER_PASS = 1000;

  @Resource private ManagedExecutorService threads;
  @Inject private Deliveries deliveries;
  @Inject private DeliveryAttempt attempt;
  @Inject private Settings settings;
  private final Loop loop =
      new Loop(LOG, "claiming callbacks", DatabaseFailure.class::isInstance, this::pass);
  private final OutageLog storing =
      new OutageLog(LOG, "storing outcomes of callbacks", DatabaseFailure.class::isInstance);
  private final Queue<Claimed> ready = new ConcurrentLinkedQueue<>();
  private final Set<String> freed = ConcurrentHashMap.newKeySet();
  private AttemptsInProgress attempts;
  private FairShares shares;
  private ElasticWorkers<Claimed> workers;
  private String lastCaller = "";

  private record Claimed(ClaimedDelivery delivery, long claimedNanos) {}

  @PostConstruct
  void prepare() {
    attempts = new AttemptsInProgress(settings);
    shares = new FairShares(attempts::of, attempts::freeFor, System::nanoTime);
    // The attempts in progress are the limit.
    workers =
        new ElasticWorkers<>(
            threads, () -> Integer.MAX_VALUE, ElasticWorkers.Source.of(ready), this::attempt);
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    if (settings.plays(Role.CALLBACK)) {
      loop.wake();
    }
  }

  void start() {
    loop.start(threads);
  }

  /**
   * Claims no more; attempts that run go on.
   *
   * @return false when the last claim was not answered in time
   */
  boolean stopClaiming(Duration within) {
    loop.stop();
    return loop.awaitEnd(within);
  }

  /** Waits until no attempt runs; false when some still run after that time. */
  boolean awaitAttempts(Duration atMost) {
    return Guarded.await(() -> attempts.count() == 0, atMost);
  }

  private Loop.Pause pass() {
    // For a delivery whose thread the container has dropped.
    workers.staff();
    int free = attempts.free();
    boolean more = free > 0 && claim(free);
    long pollNanos = settings.get(CallbackSettings.POLL_INTERVAL).toNanos();
    return more ? Loop.Pause.NONE : new Loop.Pause(REST_NANOS, REST_NANOS + pollNanos, free <= 0);
  }

  /** True when there may be more deliveries to claim. */
  private boolean claim(int free) {
    shares.jobsWaiting(dueCallers());
    freed.removeIf(
        caller -> {
          shares.jobAccepted(caller);
          return true;
        });
    List<FairShares.Share> turns = shares.divide(free);
    if (turns.isEmpty()) {
      return false;
    }
    long claimedNanos = System.nanoTime();
    List<ClaimedDelivery> claimed =
        deliveries.claim(turns.stream().map(this::turn).toList(), attempt.lease());
    List<ClaimedDelivery> notStarted = new ArrayList<>();
    for (ClaimedDelivery delivery : claimed) {
      if (loop.isStopping() || !start(new Claimed(delivery, claimedNanos))) {
        notStarted.add(delivery);
      }
    }
    deliveries.release(notStarted);
    boolean more = shares.claimed(turns, claimed.stream().map(ClaimedDelivery::caller).toList());
    return more && !claimed.isEmpty();
  }

  /** Lists up to 1000 callers; each call continues after the last one. */
  private List<String> dueCallers() {
    List<String> callers = deliveries.dueCallers(lastCaller, MAX_CALLERS_PER_PASS);
    lastCaller = callers.size() < MAX_CALLERS_PER_PASS ? "" : callers.get(callers.size() - 1);
    return callers;
  }

  private Deliveries.Turn turn(FairShares.Share share) {
    return new Deliveries.Turn(
        share.caller(), attempts.receiversAtLimit(share.caller()), share.most());
  }

  private boolean start(Claimed claimed) {
    if (!attempts.begin(claimed.delivery())) {
      return false;
    }
    ready.add(claimed);
    if (workers.add() || !ready.remove(claimed)) {
      return true;
    }
    attempts.end(claimed.delivery());
    return false;
  }

  private void attempt(Claimed claimed) {
    ClaimedDelivery delivery = claimed.delivery();
    try {
      attempt.deliver(delivery, claimed.claimedNanos());
      storing.works();
    } catch (DatabaseFailure e) {
      // The claim expires, and the delivery is attempted once more.
      storing.failed(e);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "callback " + delivery.id() + " ended unexpectedly", e);
    } finally {
      attempts.end(delivery);
      freed.add(delivery.caller());
      loop.wake();
    }
  }
}
