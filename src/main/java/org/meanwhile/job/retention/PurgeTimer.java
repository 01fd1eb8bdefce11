package org.meanwhile.job.retention;

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
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Purges at an interval, on nodes of the role {@code purge}; a round that takes longer than that is
 * not overtaken by the next.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class PurgeTimer {
  private static final System.Logger LOG = System.getLogger(PurgeTimer.class.getName());

  @Resource private TimerService timers;
  @Inject private JobCleaner purges;
  @Inject private Settings settings;
  private final AtomicBoolean busy = new AtomicBoolean();

  @PostConstruct
  void begin() {
    if (!settings.plays(Role.PURGE)) {
      return;
    }
    long millis = settings.get(RetentionSettings.PURGE_INTERVAL).toMillis();
    timers.createIntervalTimer(millis, millis, new TimerConfig("purge", false));
  }

  @Timeout
  void purge() {
    if (busy.compareAndSet(false, true)) {
      try {
        purges.purge(
            settings.get(RetentionSettings.PURGE_BATCH),
            settings.get(RetentionSettings.FILE_MAX_IDLE));
      } catch (RuntimeException e) {
        // A timer that throws may be given up by its container; the next round tries again.
        LOG.log(Level.WARNING, "purging failed: " + e);
      } finally {
        busy.set(false);
      }
    }
  }
}
