package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Claims.ProgressReport;
import org.meanwhile.platform.Settings;

/** Enforces the time limits of this node's runs, and stores their progress and logs. */
@ApplicationScoped
public class RunSupervisor {
  @Inject private RunRegistry registry;
  @Inject private Claims claims;
  @Inject private Settings settings;

  /** Stops runs whose time is up and cuts off those that did not stop. Never waits. */
  void enforceTimes() {
    Duration grace = settings.get(WorkSettings.CANCEL_GRACE);
    registry.all().forEach(run -> run.enforceTimes(grace));
  }

  /** Stores what runs have written to their logs, a transaction for each of them. */
  void storeLogs() {
    registry.all().forEach(run -> run.unstoredLog().ifPresent(log -> log.store(false)));
  }

  /** Stores all new progress in one transaction. */
  void storeProgress() {
    List<ProgressReport> reports = new ArrayList<>();
    for (Run run : registry.all()) {
      run.unreportedProgress()
          .ifPresent(
              progress ->
                  reports.add(new ProgressReport(run.lease(), progress, run.speed(progress))));
    }
    if (!reports.isEmpty()) {
      claims.report(reports);
    }
  }
}
