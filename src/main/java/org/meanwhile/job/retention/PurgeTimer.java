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
import java.util.concurrent.atomic.AtomicBoolean;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.platform.OutageLog;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Runs {@link JobCleaner} every {@code meanwhile.purge.interval} on nodes with the role {@code
 * purge}. A round that takes longer is not overtaken by the next.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class PurgeTimer {
  private static final System.Logger LOG = System.getLogger(PurgeTimer.class.getName());

  @Resource private TimerService timers;
  @Inject private JobCleaner cleaner;
  @Inject private Settings settings;
  private final OutageLog log = new OutageLog(LOG, "purging", DatabaseFailure::isTransient);
  private final AtomicBoolean running = new AtomicBoolean();

  @PostConstruct
  void start() {
    if (!settings.plays(Role.PURGE)) {
      return;
    }
    long millis = settings.get(RetentionSettings.PURGE_INTERVAL).toMillis();
    timers.createIntervalTimer(millis, millis, new TimerConfig("purge", false));
  }

  @Timeout
  void purge() {
    if (running.compareAndSet(false, true)) {
      try {
        cleaner.purge(
            settings.get(RetentionSettings.PURGE_BATCH),
            settings.get(RetentionSettings.FILE_MAX_IDLE));
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
