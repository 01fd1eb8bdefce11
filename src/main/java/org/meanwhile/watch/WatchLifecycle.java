package org.meanwhile.watch;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Service;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.StopTime;

/**
 * Watches jobs, lists and logs on a node of the role {@code api}, for the clients that wait there.
 */
@ApplicationScoped
public class WatchLifecycle implements Service {
  private static final System.Logger LOG = System.getLogger(WatchLifecycle.class.getName());
  private static final Duration TIME_PERIOD = Duration.ofMillis(50);
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);

  @Resource private ManagedExecutorService threads;
  @Inject private JobWatches jobs;
  @Inject private ListWatches lists;
  @Inject private LogWatches logs;
  @Inject private PartialOutputWatches outputs;
  @Inject private EndedJobWatch endedJobs;
  @Inject private BoundedExecutor tasks;
  @Inject private Settings settings;
  private final Loop ticks =
      Loop.periodic(LOG, "ending waits in time", TIME_PERIOD, this::timePassed);

  @Override
  public Phase phase() {
    return Phase.WATCH;
  }

  @Override
  public boolean isWanted() {
    return settings.plays(Role.API);
  }

  @Override
  public void start() {
    jobs.start(threads);
    lists.start(threads);
    logs.start(threads);
    outputs.start(threads);
    endedJobs.start(threads);
    ticks.start(threads);
  }

  /**
   * Has a thread of its own: a database that does not answer must not keep a wait from ending, and
   * the container's own asynchronous timeouts have been seen to stop.
   */
  private void timePassed() {
    Guarded.run(LOG, "ending waits for jobs", jobs::timePassed);
    Guarded.run(LOG, "ending waits for lists", lists::timePassed);
    Guarded.run(LOG, "ending waits for logs", logs::timePassed);
    Guarded.run(LOG, "ending waits for outputs", outputs::timePassed);
    tasks.staff();
  }

  /**
   * Answers the clients that wait, and gives that 5 s. They get their answers when the application
   * is undeployed. When the whole server stops, it has closed their connections before.
   */
  @Override
  public void stop(StopTime time) {
    jobs.stop();
    lists.stop();
    logs.stop();
    outputs.stop();
    endedJobs.stop();
    Guarded.await(tasks::isIdle, time.atMost(MAX_WAIT));
    ticks.stop();
  }
}
