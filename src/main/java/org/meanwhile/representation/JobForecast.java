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
  @Inject private WaitingFor waitingFor;

  /** The estimates for the status document; none for a job that somebody holds. */
  public Estimate of(Job job) {
    return job.status().ended() || waitingFor.holds(job) ? Estimate.NONE : forecast().estimate(job);
  }

  /**
   * {@code Retry-After}: in how many seconds a client should poll again, from 1 to 30; 30 for a job
   * that somebody holds, unless its deadline ends it earlier.
   */
  public long retryAfterSeconds(Job job) {
    if (job.status().ended()) {
      return 1;
    }
    return waitingFor.holds(job)
        ? forecast().retryAfterSecondsOfHeld(job)
        : forecast().retryAfterSeconds(job);
  }

  private Forecast forecast() {
    QueueSnapshot snapshot = estimates.latest();
    return new Forecast(clock.instant().plus(snapshot.clockOffset()), snapshot);
  }
}
