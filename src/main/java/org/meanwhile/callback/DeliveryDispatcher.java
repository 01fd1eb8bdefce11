package org.meanwhile.callback;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.delivery.ClaimedDelivery;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Claims deliveries for free senders. One thread: it looks when a job ends on this node, when a
 * sender is free again, and once a sweep in any case.
 */
@ApplicationScoped
public class DeliveryDispatcher {
  private static final System.Logger LOG = System.getLogger(DeliveryDispatcher.class.getName());
  private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Most jobs that end have no callback: their hints, however many, cost a look now and then. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @Resource private ManagedExecutorService executor;
  @Inject private Deliveries deliveries;
  @Inject private DeliveryAttempt courier;
  @Inject private Settings settings;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, Integer> sending = new HashMap<>();
  private int senders;
  private volatile boolean closed;

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    if (settings.plays(Role.CALLBACK)) {
      wake.release();
    }
  }

  /** Claims until it is closed. */
  void dispatch() {
    long sweepNanos = settings.get(CallbackSettings.POLL_INTERVAL).toNanos();
    while (!closed) {
      try {
        if (!claim()) {
          LockSupport.parkNanos(REST_NANOS);
          sleep(sweepNanos);
        }
      } catch (DatabaseFailure e) {
        LOG.log(Level.WARNING, "no callbacks can be claimed: " + e.getCause());
        sleep(FAILURE_PAUSE_NANOS);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "claiming callbacks failed", e);
        LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
      }
    }
  }

  /** Claims no more. */
  void close() {
    closed = true;
    wake.release();
  }

  /** True when there may be more to claim, and senders for it. */
  private boolean claim() {
    int perHost = settings.get(CallbackSettings.MAX_CONCURRENT_PER_HOST);
    int room = Math.min(perHost, settings.get(CallbackSettings.MAX_CONCURRENT) - senders());
    if (room <= 0) {
      return false;
    }
    long claimedNanos = System.nanoTime();
    List<ClaimedDelivery> claimed = deliveries.claim(busy(perHost), room, courier.lease());
    List<ClaimedDelivery> tooMany = new ArrayList<>();
    for (ClaimedDelivery delivery : claimed) {
      if (closed || !start(delivery, perHost, claimedNanos)) {
        tooMany.add(delivery);
      }
    }
    deliveries.release(tooMany);
    return claimed.size() == room;
  }

  private boolean start(ClaimedDelivery delivery, int perHost, long claimedNanos) {
    if (!take(delivery, perHost)) {
      return false;
    }
    try {
      executor.execute(() -> deliver(delivery, claimedNanos));
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      release(delivery);
      return false;
    }
  }

  private void deliver(ClaimedDelivery delivery, long claimedNanos) {
    try {
      courier.deliver(delivery, claimedNanos);
    } catch (DatabaseFailure e) {
      // Its claim runs out, and it is tried once more.
      LOG.log(
          Level.WARNING,
          "what came of callback " + delivery.id() + " is not stored: " + e.getCause());
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "callback " + delivery.id() + " was not tried in good order", e);
    } finally {
      release(delivery);
      wake.release();
    }
  }

  private synchronized boolean take(ClaimedDelivery delivery, int perHost) {
    String receiver = delivery.callback().receiver();
    int now = sending.getOrDefault(receiver, 0);
    if (now >= perHost) {
      return false;
    }
    sending.put(receiver, now + 1);
    senders++;
    return true;
  }

  private synchronized void release(ClaimedDelivery delivery) {
    sending.computeIfPresent(
        delivery.callback().receiver(), (key, now) -> now == 1 ? null : now - 1);
    senders--;
  }

  private synchronized Set<String> busy(int perHost) {
    return sending.entrySet().stream()
        .filter(receiver -> receiver.getValue() >= perHost)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** How many deliveries are being tried now. */
  synchronized int senders() {
    return senders;
  }

  private void sleep(long nanos) {
    try {
      if (wake.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      // Only closing ends this thread.
    }
  }
}
