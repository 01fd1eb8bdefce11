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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.delivery.ClaimedDelivery;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.platform.ElasticWorkers;
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
 * meanwhile.callback.max-concurrent-per-host} of them for one receiver. A receiver at its limit is
 * passed over by claims. The weakness of that: each claim walks past all due deliveries of such
 * receivers.
 */
@ApplicationScoped
public class DeliveryDispatcher {
  private static final System.Logger LOG = System.getLogger(DeliveryDispatcher.class.getName());

  /**
   * Most jobs have no callback: however many of them end, they cause 50 claims a second at most.
   */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @Resource private ManagedExecutorService threads;
  @Inject private Deliveries deliveries;
  @Inject private DeliveryAttempt attempt;
  @Inject private Settings settings;
  private final Loop loop =
      new Loop(LOG, "claiming callbacks", DatabaseFailure.class::isInstance, this::pass);
  private final OutageLog storing =
      new OutageLog(LOG, "storing outcomes of callbacks", DatabaseFailure.class::isInstance);
  private final Queue<Claimed> ready = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> attemptsByReceiver = new HashMap<>();
  private ElasticWorkers<Claimed> workers;
  private int attempts;

  private record Claimed(ClaimedDelivery delivery, long claimedNanos) {}

  @PostConstruct
  void prepare() {
    // The reservations below are the limit.
    workers =
        new ElasticWorkers<>(
            threads, Integer.MAX_VALUE, ElasticWorkers.Source.of(ready), this::attempt);
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
    return Guarded.await(() -> attempts() == 0, atMost);
  }

  private Loop.Pause pass() {
    int perReceiver = settings.get(CallbackSettings.MAX_CONCURRENT_PER_HOST);
    int free = Math.min(perReceiver, settings.get(CallbackSettings.MAX_CONCURRENT) - attempts());
    boolean more = free > 0 && claim(perReceiver, free);
    long pollNanos = settings.get(CallbackSettings.POLL_INTERVAL).toNanos();
    return more ? Loop.Pause.NONE : new Loop.Pause(REST_NANOS, REST_NANOS + pollNanos, free <= 0);
  }

  /** True when there may be more deliveries to claim. */
  private boolean claim(int perReceiver, int most) {
    long claimedNanos = System.nanoTime();
    List<ClaimedDelivery> claimed =
        deliveries.claim(receiversAtLimit(perReceiver), most, attempt.lease());
    List<ClaimedDelivery> notStarted = new ArrayList<>();
    for (ClaimedDelivery delivery : claimed) {
      if (loop.isStopping() || !start(new Claimed(delivery, claimedNanos), perReceiver)) {
        notStarted.add(delivery);
      }
    }
    deliveries.release(notStarted);
    return claimed.size() == most;
  }

  private boolean start(Claimed claimed, int perReceiver) {
    if (!reserve(claimed.delivery(), perReceiver)) {
      return false;
    }
    ready.add(claimed);
    if (workers.add() || !ready.remove(claimed)) {
      return true;
    }
    unreserve(claimed.delivery());
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
      unreserve(delivery);
      loop.wake();
    }
  }

  private synchronized boolean reserve(ClaimedDelivery delivery, int perReceiver) {
    String receiver = delivery.callback().receiver();
    int now = attemptsByReceiver.getOrDefault(receiver, 0);
    if (now >= perReceiver) {
      return false;
    }
    attemptsByReceiver.put(receiver, now + 1);
    attempts++;
    return true;
  }

  private synchronized void unreserve(ClaimedDelivery delivery) {
    attemptsByReceiver.computeIfPresent(
        delivery.callback().receiver(), (receiver, now) -> now == 1 ? null : now - 1);
    attempts--;
  }

  private synchronized Set<String> receiversAtLimit(int perReceiver) {
    return attemptsByReceiver.entrySet().stream()
        .filter(receiver -> receiver.getValue() >= perReceiver)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private synchronized int attempts() {
    return attempts;
  }
}
