package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.meanwhile.job.JobSettings;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Alive while fewer runs that were cut off are still here than the node has slots. Up to then a
 * spare slot stands in for each of them; the next one would take a slot from all callers.
 *
 * <p>DOWN, rather than a new set of threads, because nothing in a JVM ends a thread that ignores
 * its interrupt: only a new process gets its memory and its processor back. An orchestrator
 * restarts the node then, and SIGTERM hands the jobs of its other runs back without counting an
 * attempt.
 */
@Liveness
@ApplicationScoped
public class CutOffHealth implements HealthCheck {
  @Inject private JobExecutor executor;
  @Inject private Settings settings;

  @Override
  public HealthCheckResponse call() {
    int cutOff = settings.plays(Role.WORK) ? executor.cutOffRuns() : 0;
    return HealthCheckResponse.named("cut-off runs")
        .status(cutOff < settings.get(JobSettings.SLOTS))
        .withData("slotsHeld", cutOff)
        .build();
  }
}
