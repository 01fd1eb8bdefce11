package org.meanwhile.callback;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Callback;
import org.meanwhile.job.JobId;
import org.meanwhile.job.delivery.ClaimedDelivery;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Service;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.StopTime;

/** Delivers callbacks on a node of the role {@code callback}. */
@ApplicationScoped
public class CallbackLifecycle implements Service {
  private static final System.Logger LOG = System.getLogger(CallbackLifecycle.class.getName());
  private static final Duration DEADLINE_PERIOD = Duration.ofMillis(100);

  /** Attempts that run when the server stops may still be answered for this long. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration MAX_WAIT = Duration.ofSeconds(3);

  @Resource private ManagedExecutorService threads;
  @Inject private DeliveryDispatcher dispatcher;
  @Inject private DeliveryAttempt attempts;
  @Inject private Deliveries deliveries;
  @Inject private Settings settings;
  private final Loop deadlines =
      Loop.periodic(LOG, "ending late callbacks", DEADLINE_PERIOD, () -> attempts.endLate());

  @Override
  public Phase phase() {
    return Phase.CALLBACK;
  }

  @Override
  public boolean isWanted() {
    return settings.plays(Role.CALLBACK);
  }

  @Override
  public void start() {
    rehearseStop();
    dispatcher.start();
    // A thread of its own, which never waits for the database.
    deadlines.start(threads);
  }

  /** Classes that were not loaded before a shutdown may not be loaded during it. */
  private void rehearseStop() {
    UUID nobody = UUID.randomUUID();
    Callback nothing = new Callback("", "", List.of(), "");
    deliveries.release(
        List.of(
            new ClaimedDelivery(
                nobody,
                0,
                new JobId(nobody),
                "",
                0,
                Optional.empty(),
                nothing,
                true,
                Optional.empty())));
  }

  /**
   * Claims no more, waits 2 s for attempts that run, and releases those without an answer. Waits
   * for the last claim, and for the released attempts, for 3 s each.
   */
  @Override
  public void stop(StopTime time) {
    if (!dispatcher.stopClaiming(time.atMost(MAX_WAIT))) {
      LOG.log(Level.WARNING, "the last claim of callbacks was not answered");
    }
    dispatcher.awaitAttempts(time.atMost(GRACE));
    attempts.stop();
    dispatcher.awaitAttempts(time.atMost(MAX_WAIT));
    deadlines.stop();
  }
}
