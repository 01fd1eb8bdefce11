package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobHeld;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.dependency.Dependencies;
import org.meanwhile.job.reuse.Rides;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Lets jobs go on when those have ended that they wait for, and looks after those that share the
 * run of another one: at once for what ends on this node, and within a second for all else. While
 * no job waits for another, the only cost is a look a second whether one does.
 */
@ApplicationScoped
public class DependencyLoop {
  private static final System.Logger LOG = System.getLogger(DependencyLoop.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** A look rests 4 times as long as it took, 5 s at most. */
  private static final int REST_FACTOR = 4;

  /** Beyond this the next look at everything finds them. */
  private static final int MAX_HINTS = 10_000;

  private final Set<JobId> ended = ConcurrentHashMap.newKeySet();
  private final Loop loop =
      new Loop(
          LOG,
          "releasing jobs that wait for others",
          DatabaseFailure.class::isInstance,
          this::pass);
  private volatile boolean anyOpen = true;
  private volatile long nextLookNanos = System.nanoTime();

  @Inject private Dependencies dependencies;
  @Inject private Rides rides;
  @Inject private Settings settings;

  void start(Executor threads) {
    loop.start(threads);
  }

  /** Waits for the last look. */
  boolean stop(Duration within) {
    loop.stop();
    return loop.awaitEnd(within);
  }

  private Loop.Pause pass() {
    settleEnded();
    if (System.nanoTime() - nextLookNanos >= 0) {
      look();
    }
    return Loop.Pause.upTo(Math.max(0, nextLookNanos - System.nanoTime()));
  }

  private void settleEnded() {
    List<JobId> parents = new ArrayList<>(ended);
    ended.removeAll(parents);
    if (!parents.isEmpty()) {
      dependencies.settle(parents);
      rides.settle(parents);
    }
  }

  private void look() {
    long begunNanos = System.nanoTime();
    long tookNanos = 0;
    try {
      // Before the look: a job that is stored meanwhile sets it again.
      anyOpen = false;
      if (dependencies.anyOpen()) {
        anyOpen = true;
        dependencies.settleAll();
      }
      if (rides.anyOpen()) {
        anyOpen = true;
        rides.settleAll();
        rides.follow();
      }
      tookNanos = System.nanoTime() - begunNanos;
    } finally {
      nextLookNanos = System.nanoTime() + Loop.restNanos(tookNanos, INTERVAL, REST_FACTOR);
    }
  }

  void held(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobHeld job) {
    if (!settings.plays(Role.WORK)) {
      return;
    }
    anyOpen = true;
    // A parent may have ended already.
    nextLookNanos = System.nanoTime();
    loop.wake();
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    // Without the role nothing takes the hints out again.
    if (anyOpen && settings.plays(Role.WORK) && ended.size() < MAX_HINTS) {
      event.jobs().forEach(job -> ended.add(job.id()));
      loop.wake();
    }
  }
}
