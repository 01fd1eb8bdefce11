package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.meanwhile.database.DatabaseState;
import org.meanwhile.job.JobSettings;
import org.meanwhile.platform.Settings;

/**
 * Ready while this node writes its heartbeats and what clients want to change. A database whose
 * disk is full, or that has become read-only, still answers reads: it is the write that tells.
 * Never touches the database itself.
 */
@Readiness
@ApplicationScoped
public class HeartbeatHealth implements HealthCheck {
  /** What a heartbeat that is under way may take. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  @Inject private Heartbeat heartbeat;
  @Inject private DatabaseState database;
  @Inject private Settings settings;

  @Override
  public HealthCheckResponse call() {
    Duration silence = heartbeat.sinceLastBeat();
    Duration most = settings.get(JobSettings.HEARTBEAT).plus(MARGIN);
    return HealthCheckResponse.named("heartbeat")
        .status(
            !heartbeat.lastBeatFailed()
                && silence.compareTo(most) < 0
                && !database.isRefusingWrites())
        .withData("millisSinceLastWrite", silence.toMillis())
        .build();
  }
}
