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
   * Stores a job durably, unless an earlier request made it.
   *
   * @return the job as stored; its transaction has been committed
   * @throws QueueFull when too many jobs wait
   * @throws QuotaExceeded when its caller has too many
   */
  public Submission submit(NewJob request) {
    Submission done = admitted(request);
    if (done.created()) {
      metrics.accepted(request.operation());
      accepted.fire(new JobAccepted(request.id()));
    }
    return done;
  }

  /** What is no new job is not refused for want of room. */
  private Submission admitted(NewJob request) {
    try {
      admission.admit(
          request.caller(),
          settings.get(Settings.QUEUE_LIMIT),
          settings.get(Settings.CALLER_LIMIT));
    } catch (QueueFull | QuotaExceeded e) {
      return intake.findEarlier(request).orElseThrow(() -> e);
    }
    return intake.store(request);
  }
}
