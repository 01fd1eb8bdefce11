package org.meanwhile.representation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.meanwhile.job.Job;
import org.meanwhile.job.estimate.QueueEstimates;
import org.meanwhile.job.estimate.QueueSnapshot;

/**
 * Estimates for clients of a job that has not ended: its queue position, when it may end, and when
 * to poll again. They may be wrong. Safe for many threads.
 */
@ApplicationScoped
public class JobForecast {
  @Inject private QueueEstimates estimates;
  @Inject private Clock clock;

  /** The estimates for the status document. */
  public Estimate of(Job job) {
    return job.status().ended() ? Estimate.NONE : forecast().estimate(job);
  }

  /** {@code Retry-After}: in how many seconds a client should poll again, from 1 to 30. */
  public long retryAfterSeconds(Job job) {
    return job.status().ended() ? 1 : forecast().retryAfterSeconds(job);
  }

  private Forecast forecast() {
    QueueSnapshot snapshot = estimates.latest();
    return new Forecast(clock.instant().plus(snapshot.clockOffset()), snapshot);
  }
}
