package org.meanwhile.job.schedule;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.platform.OutageLog;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Runs {@link ScheduleFiring} every {@code meanwhile.schedule.poll-interval} on nodes with the role
 * {@code api}. A round that takes longer is not overtaken by the next.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ScheduleTimer {
  private static final System.Logger LOG = System.getLogger(ScheduleTimer.class.getName());

  @Resource private TimerService timers;
  @Inject private ScheduleFiring firing;
  @Inject private Settings settings;
  private final OutageLog log =
      new OutageLog(LOG, "firing schedules", DatabaseFailure::isTransient);
  private final AtomicBoolean running = new AtomicBoolean();

  @PostConstruct
  void start() {
    if (!settings.plays(Role.API)) {
      return;
    }
    long millis = settings.get(ScheduleSettings.POLL_INTERVAL).toMillis();
    timers.createIntervalTimer(millis, millis, new TimerConfig("schedules", false));
  }

  @Timeout
  void fire() {
    if (running.compareAndSet(false, true)) {
      try {
        firing.fireDue();
        log.works();
      } catch (RuntimeException e) {
        // A container may cancel a timer that throws; the next round tries again.
        log.failed(e);
      } finally {
        running.set(false);
      }
    }
  }
}
