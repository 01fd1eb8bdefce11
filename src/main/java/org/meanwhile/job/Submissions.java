package org.meanwhile.job;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import org.meanwhile.platform.Settings;

/** The way in: a job is admitted, and stored durably, before anybody hears of it. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Submissions {
  @Inject private Admission admission;
  @Inject private Settings settings;
  @Inject private JobMetrics metrics;
  @Inject private Intake intake;
  @Inject private Event<JobAccepted> accepted;

  /**
   * Stores a job durably.
   *
   * @return the job as stored; its transaction has been committed
   * @throws QueueFull when too many jobs wait
   * @throws QuotaExceeded when its caller has too many
   */
  public JobView submit(NewJob request) {
    admission.admit(
        request.caller(), settings.get(Settings.QUEUE_LIMIT), settings.get(Settings.CALLER_LIMIT));
    JobView stored = intake.store(request);
    metrics.accepted(request.operation());
    accepted.fire(new JobAccepted(request.id()));
    return stored;
  }
}
