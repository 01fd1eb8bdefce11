package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Ready while the claimer looks for jobs at least once in {@code meanwhile.work.poll-interval} plus
 * 15 s. A node without the role {@code work} is always ready.
 */
@Readiness
@ApplicationScoped
public class ClaimerHealth implements HealthCheck {
  private static final Duration MARGIN = Duration.ofSeconds(15);

  @Inject private Claimer claimer;
  @Inject private JobExecutor executor;
  @Inject private Settings settings;

  @Override
  public HealthCheckResponse call() {
    if (!settings.plays(Role.WORK)) {
      return HealthCheckResponse.named("claimer").up().withData("claims", false).build();
    }
    Duration silence = claimer.sinceLastClaim();
    return HealthCheckResponse.named("claimer")
        .status(silence.compareTo(settings.get(WorkSettings.POLL_INTERVAL).plus(MARGIN)) < 0)
        .withData("millisSinceLastLook", silence.toMillis())
        .withData("slotsTaken", executor.busySlots())
        .withData("slotsHeldByCutOffRuns", executor.cutOffRuns())
        .build();
  }
}
