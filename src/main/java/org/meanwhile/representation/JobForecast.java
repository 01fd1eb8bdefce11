package org.meanwhile.representation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.read.QueueEstimates;
import org.meanwhile.platform.Settings;

/**
 * Estimates for clients of a job that has not ended: its queue position, when it may end, and when
 * to poll again. They may be wrong, also because the clocks of database and node may differ a
 * little. Safe for many threads.
 */
@ApplicationScoped
public class JobForecast {
  @Inject private QueueEstimates estimates;
  @Inject private Settings settings;
  @Inject private Clock clock;

  /** The estimates for the status document. */
  Estimate of(Job job) {
    return forecast(job).estimate(job);
  }

  /** {@code Retry-After}: in how many seconds a client should poll again, from 1 to 30. */
  public long retryAfterSeconds(Job job) {
    return forecast(job).retryAfterSeconds(job);
  }

  private Forecast forecast(Job job) {
    OptionalInt queuePosition =
        switch (job.status()) {
          case WAITING -> estimates.queuePosition(job.id());
          case RUNNING, SUCCEEDED, FAILED, CANCELED -> OptionalInt.empty();
        };
    Optional<Duration> usualRun =
        job.status().ended() ? Optional.empty() : estimates.usualRun(job.operation());
    return new Forecast(clock.instant(), queuePosition, usualRun, settings.get(JobSettings.SLOTS));
  }
}
