package org.meanwhile.watch;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Starts following jobs with the application, when this node answers clients, and lets all who wait
 * go before the application does.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
public class WatchLifecycle {
  private static final System.Logger LOG = System.getLogger(WatchLifecycle.class.getName());
  private static final long TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  @Resource private ManagedExecutorService executor;
  @Inject private JobWatches following;
  @Inject private ListWatches lists;
  @Inject private BoundedExecutor chores;
  @Inject private Settings settings;
  private volatile boolean over;

  @PostConstruct
  void begin() {
    if (settings.plays(Role.API)) {
      executor.submit(this::look);
      executor.submit(this::lookAtLists);
      executor.submit(this::keepTime);
    }
  }

  private Void look() throws InterruptedException {
    following.lookOn();
    return null;
  }

  private Void lookAtLists() throws InterruptedException {
    lists.lookOn();
    return null;
  }

  /** By a thread of its own: the container's asynchronous timeouts have been seen to stop. */
  private void keepTime() {
    while (!over) {
      guard(following::keepTime);
      guard(lists::keepTime);
      guard(chores::staff);
      LockSupport.parkNanos(TIME_NANOS);
    }
  }

  /** What goes wrong for one of them must not keep it from the others. */
  static void guard(Runnable body) {
    try {
      body.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "following jobs failed", e);
    }
  }

  /**
   * Answers those who wait, as far as that is done soon. When the application is undeployed they
   * get their answers; when the whole server stops, it has broken their connections before, and
   * this only sees to it that nothing holds it up.
   */
  public void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
    following.close();
    lists.close();
    long begun = System.nanoTime();
    while (!chores.isDone() && System.nanoTime() - begun < FAREWELL_NANOS) {
      LockSupport.parkNanos(TIME_NANOS);
    }
    over = true;
  }
}
