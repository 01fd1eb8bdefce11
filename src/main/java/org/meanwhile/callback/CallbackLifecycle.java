package org.meanwhile.callback;

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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.job.Callback;
import org.meanwhile.job.JobId;
import org.meanwhile.job.delivery.ClaimedDelivery;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/** Starts the deliveries of this node, when that is a role of it, and ends them in good order. */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
public class CallbackLifecycle {
  private static final System.Logger LOG = System.getLogger(CallbackLifecycle.class.getName());
  private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What is under way when the server stops may still be answered. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration LAST = Duration.ofSeconds(10);

  @Resource private ManagedExecutorService executor;
  @Inject private DeliveryDispatcher outbox;
  @Inject private DeliveryAttempt courier;
  @Inject private Deliveries deliveries;
  @Inject private Settings settings;
  private Future<?> dispatching;
  private volatile boolean over;

  @PostConstruct
  void begin() {
    if (settings.plays(Role.CALLBACK)) {
      rehearseTheEnd();
      dispatching = executor.submit(outbox::dispatch);
      executor.submit(this::watchOver);
    }
  }

  /** By a thread of its own, which never waits for the database. */
  private void watchOver() {
    while (!over) {
      try {
        courier.endLate();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "late callbacks were not ended", e);
      }
      LockSupport.parkNanos(WATCH_NANOS);
    }
  }

  /** Classes that were not loaded before a shutdown may not be loaded during it. */
  private void rehearseTheEnd() {
    UUID nobody = UUID.randomUUID();
    Callback nothing = new Callback("", "", Optional.empty(), "");
    deliveries.release(
        List.of(new ClaimedDelivery(nobody, 0, new JobId(nobody), 0, Optional.empty(), nothing)));
  }

  /** Claims no more, waits a little for what is under way, and gives back what is not answered. */
  public void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
    if (dispatching == null) {
      return;
    }
    outbox.close();
    try {
      dispatching.get(LAST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      LOG.log(Level.WARNING, "the last claim of callbacks was not answered: " + e);
    }
    awaitLanded(GRACE);
    courier.ground();
    awaitLanded(LAST);
    over = true;
  }

  private void awaitLanded(Duration most) {
    long begunNanos = System.nanoTime();
    while (outbox.senders() > 0 && System.nanoTime() - begunNanos < most.toNanos()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
