package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.meanwhile.job.ClaimedJob;
import org.meanwhile.job.Claims;
import org.meanwhile.job.DatabaseFailure;
import org.meanwhile.job.Ending;
import org.meanwhile.job.Finish;
import org.meanwhile.job.Finishes;
import org.meanwhile.job.Progress;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.NodeIdentity;
import org.meanwhile.platform.Settings;

/**
 * Claims jobs for free slots. One thread: it looks when it is woken, and once a sweep in any case.
 *
 * <p>The same thread compares what the database says that this node holds with what runs here. So
 * nothing is taken for lost that was claimed a moment ago.
 */
@ApplicationScoped
public class Dispatcher {
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
  private static final long FAILURE_PAUSE_MILLIS = 500;

  @Inject private Workshop workshop;
  @Inject private Claims claims;
  @Inject private Finishes finishes;
  @Inject private Catalogue catalogue;
  @Inject private NodeIdentity node;
  @Inject private Settings settings;
  private volatile boolean closed;
  private volatile long lastLookNanos = System.nanoTime();

  /** Claims until it is closed. */
  void dispatch() {
    List<String> known = catalogue.all().stream().map(OfferedOperation::name).toList();
    long sweepNanos = settings.get(Settings.WORK_SWEEP).toNanos();
    long sweptNanos = System.nanoTime() - sweepNanos;
    while (!closed) {
      try {
        if (System.nanoTime() - sweptNanos >= sweepNanos) {
          sweptNanos = System.nanoTime();
          compare();
        }
        boolean more = claim(known);
        lastLookNanos = System.nanoTime();
        if (!more) {
          sleep(sweepNanos - (System.nanoTime() - sweptNanos));
        }
      } catch (DatabaseFailure e) {
        LOG.log(Level.WARNING, "no jobs can be claimed: " + e.getCause());
        sleep(TimeUnit.MILLISECONDS.toNanos(FAILURE_PAUSE_MILLIS));
      } catch (RuntimeException | Error e) {
        // An operation that exhausts the heap may do so in this thread as well.
        LOG.log(Level.ERROR, "claiming failed", e);
        sleep(TimeUnit.MILLISECONDS.toNanos(FAILURE_PAUSE_MILLIS));
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

  /** True when there may be more for the slots that are still free. */
  private boolean claim(List<String> known) {
    int free = workshop.freeSlots();
    if (free == 0 || closed) {
      return false;
    }
    List<ClaimedJob> claimed = claims.claim(node.incarnation(), known, free);
    for (ClaimedJob job : claimed) {
      workshop.start(job, catalogue.find(job.operation()).orElseThrow());
    }
    return claimed.size() == free && workshop.freeSlots() > 0;
  }

  /** Passes cancellations on, and hands back what was claimed without this node's knowledge. */
  private void compare() {
    for (Claims.Held held : claims.heldBy(node.incarnation())) {
      if (!workshop.holds(held.lease())) {
        // A claim whose answer was lost.
        finishes.finish(List.of(new Finish(held.lease(), new Ending.HandedBack(), Progress.NONE)));
      } else if (held.cancelRequested()) {
        workshop.runs().stream()
            .filter(run -> run.lease().equals(held.lease()))
            .forEach(run -> run.stop(Stop.CANCELED));
      }
    }
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
