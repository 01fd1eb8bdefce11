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
 * Ready while the dispatcher looks for jobs as often as it should; always, on a node that is not to
 * look for any.
 */
@Readiness
@ApplicationScoped
public class ClaimerHealth implements HealthCheck {
  private static final Duration MARGIN = Duration.ofSeconds(15);

  @Inject private Claimer dispatcher;
  @Inject private JobExecutor workshop;
  @Inject private Settings settings;

  @Override
  public HealthCheckResponse call() {
    if (!settings.plays(Role.WORK)) {
      return HealthCheckResponse.named("claimer").up().withData("claims", false).build();
    }
    Duration silence = dispatcher.sinceLastLook();
    return HealthCheckResponse.named("claimer")
        .status(silence.compareTo(settings.get(WorkSettings.POLL_INTERVAL).plus(MARGIN)) < 0)
        .withData("millisSinceLastLook", silence.toMillis())
        .withData("slotsTaken", workshop.takenSlots())
        .build();
  }
}
