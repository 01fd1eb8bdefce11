package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobCancelRequested;
import org.meanwhile.job.JobHeld;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.group.Groups;
import org.meanwhile.platform.Loop;

/**
 * Looks at groups: soon after a member has ended on this node, and at each that is due otherwise.
 * While there is no group, the only cost is a look a second whether there is one.
 */
@ApplicationScoped
public class GroupLoop {
  private static final System.Logger LOG = System.getLogger(GroupLoop.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Groups that go on are asked for more often: a member may have started. */
  private static final Duration OPEN_INTERVAL = Duration.ofMillis(250);

  /** A pass rests 4 times as long as it took, 5 s at most. */
  private static final int REST_FACTOR = 4;

  private static final long MIN_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MAX_GROUPS = 100;

  /** Beyond this the groups are found when they are due. */
  private static final int MAX_HINTS = 10_000;

  private final Set<JobId> ended = ConcurrentHashMap.newKeySet();
  private final Loop loop =
      new Loop(LOG, "looking at groups", DatabaseFailure.class::isInstance, this::pass);
  private volatile boolean anyOpen = true;
  private volatile long nextLookNanos = System.nanoTime();

  @Inject private Groups groups;

  void start(Executor threads) {
    loop.start(threads);
  }

  /** Waits for the last look. */
  boolean stop(Duration within) {
    loop.stop();
    return loop.awaitEnd(within);
  }

  private Loop.Pause pass() {
    long begunNanos = System.nanoTime();
    Set<JobId> chosen = new LinkedHashSet<>(hinted());
    boolean looks = begunNanos - nextLookNanos >= 0;
    if (looks) {
      chosen.addAll(due());
    }
    for (JobId group : chosen) {
      if (!loop.isStopping()) {
        groups.look(group);
      }
    }
    long tookNanos = System.nanoTime() - begunNanos;
    if (looks) {
      nextLookNanos =
          System.nanoTime()
              + Loop.restNanos(tookNanos, anyOpen ? OPEN_INTERVAL : INTERVAL, REST_FACTOR);
    }
    long restNanos = chosen.isEmpty() ? 0 : Math.max(MIN_REST_NANOS, REST_FACTOR * tookNanos);
    long untilLookNanos = Math.max(0, nextLookNanos - System.nanoTime());
    return new Loop.Pause(
        Math.min(restNanos, Loop.MAX_REST.toNanos()), Math.max(restNanos, untilLookNanos), false);
  }

  private List<JobId> hinted() {
    List<JobId> jobs = new ArrayList<>(ended);
    ended.removeAll(jobs);
    return jobs.isEmpty() ? List.of() : groups.groupsOf(jobs);
  }

  private List<JobId> due() {
    // Before the look: a group that is stored meanwhile sets it again.
    anyOpen = false;
    if (!groups.anyOpen()) {
      return List.of();
    }
    anyOpen = true;
    return groups.due(MAX_GROUPS);
  }

  void held(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobHeld job) {
    anyOpen = true;
    nextLookNanos = System.nanoTime();
    loop.wake();
  }

  void cancelRequested(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobCancelRequested job) {
    hint(job.id());
    wakeIfOpen();
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    event.jobs().forEach(job -> hint(job.id()));
    wakeIfOpen();
  }

  private void hint(JobId job) {
    if (anyOpen && ended.size() < MAX_HINTS) {
      ended.add(job);
    }
  }

  private void wakeIfOpen() {
    if (anyOpen) {
      loop.wake();
    }
  }
}
