package org.meanwhile.job.submit;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.statistics.JobMetrics;
import org.meanwhile.platform.Settings;

/** The way in: a job is admitted, and stored durably, before anybody hears of it. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Submissions {
  @Inject private AdmissionControl admission;
  @Inject private StorageQuota storedBytes;
  @Inject private SubmitRateLimiter rates;
  @Inject private Settings settings;
  @Inject private JobMetrics metrics;
  @Inject private JobInserter intake;
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
      boolean scheduled = done.job().job().isScheduled();
      accepted.fire(new JobAccepted(request.id(), request.caller(), scheduled));
    }
    return done;
  }

  /**
   * What an earlier request made of one that would not be valid now; empty when there was none. The
   * settings may have changed since the first was granted.
   */
  public Optional<Submission> findEarlier(RequestIdentity request) {
    return intake.findEarlier(request);
  }

  /** What is no new job is not refused for want of room. */
  private Submission admitted(NewJob request) {
    AdmissionControl.Place place;
    try {
      place = admit(request);
    } catch (QueueFull | QuotaExceeded e) {
      return intake.findEarlier(request.name()).orElseThrow(() -> e);
    }
    boolean created = false;
    try {
      Submission done = intake.store(request);
      created = done.created();
      return done;
    } finally {
      if (!created) {
        admission.giveBack(place);
        rates.giveBack(request.caller());
        storedBytes.giveBack(request.caller(), request.fileBytes());
      }
    }
  }

  private AdmissionControl.Place admit(NewJob request) {
    String caller = request.caller();
    AdmissionControl.Place place =
        admission.admit(
            caller,
            settings.get(SubmitSettings.QUEUE_MAX_WAITING),
            settings.get(SubmitSettings.CALLER_MAX_UNFINISHED_JOBS));
    try {
      storedBytes.admit(caller, request.fileBytes(), settings.get(SubmitSettings.CALLER_MAX_BYTES));
      try {
        rates.admit(caller);
      } catch (QuotaExceeded e) {
        storedBytes.giveBack(caller, request.fileBytes());
        throw e;
      }
    } catch (QuotaExceeded e) {
      admission.giveBack(place);
      throw e;
    }
    return place;
  }
}
