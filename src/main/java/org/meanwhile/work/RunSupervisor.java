package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Claims.ProgressReport;
import org.meanwhile.platform.Settings;

/** Looks after the runs of this node: their time, and what they say of their progress. */
@ApplicationScoped
public class RunSupervisor {
  @Inject private JobExecutor workshop;
  @Inject private Claims claims;
  @Inject private Settings settings;

  /** Stops runs whose time is up, cuts off those that did not stop. */
  void time() {
    Duration grace = settings.get(WorkSettings.CANCEL_GRACE);
    workshop.runs().forEach(run -> run.watch(grace));
  }

  /** Writes all progress that is new in one transaction. */
  void progress() {
    List<ProgressReport> reports =
        workshop.runs().stream()
            .flatMap(
                run ->
                    run
                        .unreportedProgress()
                        .map(progress -> new ProgressReport(run.lease(), progress))
                        .stream())
            .toList();
    if (!reports.isEmpty()) {
      claims.report(reports);
    }
  }
}
