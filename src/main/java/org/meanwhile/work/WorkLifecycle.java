package org.meanwhile.work;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.Lease;
import org.meanwhile.job.run.Nodes;
import org.meanwhile.job.statistics.OperationCounters;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Starts the work of this node with the application, when work is a role of it, and ends it in good
 * order before the application goes. A node without that role only says that it lives.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
public class WorkLifecycle {
  private static final System.Logger LOG = System.getLogger(WorkLifecycle.class.getName());
  private static final long WATCH_MILLIS = 100;
  private static final Duration FLUSH = Duration.ofSeconds(10);

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;
  @Inject private Claimer dispatcher;
  @Inject private JobCompleter endings;
  @Inject private Heartbeat heartbeat;
  @Inject private RunSupervisor watch;
  @Inject private JobExecutor workshop;
  @Inject private Scratch scratch;
  @Inject private Nodes nodes;
  @Inject private RunDurations times;
  @Inject private OperationCounters tallies;
  @Inject private WorkMetrics metrics;
  @Inject private Settings settings;
  private final List<Future<?>> timers = new ArrayList<>();
  private Future<?> storing;
  private Future<?> dispatching;
  private volatile boolean over;

  @PostConstruct
  void begin() {
    if (!settings.plays(Role.WORK)) {
      // Seen by the others all the same.
      heartbeat.begin();
      executor.submit(this::beatOn);
      every(settings.get(JobSettings.HEARTBEAT).toMillis(), tallies::flush);
      return;
    }
    dispatcher.prepare();
    rehearseTheEnd();
    scratch.begin();
    metrics.begin();
    heartbeat.begin();
    storing = executor.submit(endings::storeAll);
    dispatching = executor.submit(dispatcher::dispatch);
    executor.submit(this::watchOver);
    executor.submit(this::beatOn);
    every(settings.get(JobSettings.HEARTBEAT).toMillis(), heartbeat::rescue);
    every(settings.get(JobSettings.HEARTBEAT).toMillis(), times::tell);
    every(settings.get(JobSettings.HEARTBEAT).toMillis(), tallies::flush);
    every(settings.get(WorkSettings.PROGRESS_INTERVAL).toMillis(), watch::progress);
  }

  /**
   * Has a thread of its own and does not touch the database: what is scheduled shares threads, and
   * with a network that swallows what is sent all of them wait for an answer.
   */
  private void watchOver() {
    while (!over) {
      guard(heartbeat::listen);
      guard(watch::time);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS));
    }
  }

  /** By a thread of its own, too: a node whose other duties hang must not be taken for dead. */
  private void beatOn() {
    long pauseNanos = settings.get(JobSettings.HEARTBEAT).toNanos();
    while (!over) {
      guard(heartbeat::beat);
      LockSupport.parkNanos(pauseNanos);
    }
  }

  private void every(long millis, Runnable body) {
    timers.add(scheduler.scheduleAtFixedRate(() -> guard(body), 0, millis, TimeUnit.MILLISECONDS));
  }

  /** A schedule ends with the first failure, so none may leave: not even the heap's exhaustion. */
  private static void guard(Runnable body) {
    try {
      body.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a regular duty of this node failed", e);
    }
  }

  /**
   * Classes that were not loaded before a shutdown may not be loaded during it, those that the
   * compiler makes of a {@code switch} among them. So a run of nobody's job goes the whole way.
   */
  private void rehearseTheEnd() {
    UUID nobody = UUID.randomUUID();
    workshop.rehearseStop(new Lease(new JobId(nobody), nobody, 0));
    nodes.leave(nobody);
  }

  /**
   * Claims no more, interrupts what runs, hands it back without counting an attempt, stores all
   * that, and leaves. The heart beats until the last job is out.
   */
  public void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
    if (storing == null) {
      if (!timers.isEmpty()) {
        guard(this::leave);
      }
      return;
    }
    dispatcher.close();
    awaitEnd(dispatching, "the last claim was not answered");
    workshop.close();
    workshop.runs().forEach(run -> run.stop(StopReason.NODE_STOPS));
    awaitRunsGone(settings.get(WorkSettings.CANCEL_GRACE));
    workshop.runs().forEach(Run::cutOff);
    awaitRunsGone(FLUSH);
    endings.close();
    awaitEnd(storing, "not every ending was stored");
    try {
      leave();
    } finally {
      scratch.end();
    }
  }

  private void leave() {
    timers.forEach(timer -> timer.cancel(false));
    over = true;
    guard(tallies::flush);
    heartbeat.end();
  }

  private static void awaitEnd(Future<?> duty, String otherwise) {
    try {
      duty.get(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      LOG.log(Level.WARNING, otherwise + ": " + e);
    }
  }

  private void awaitRunsGone(Duration most) {
    long begun = System.nanoTime();
    while (!workshop.runs().isEmpty() && System.nanoTime() - begun < most.toNanos()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
