package org.meanwhile.job.submit;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobAccepted;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobHeld;
import org.meanwhile.job.JobView;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Output;
import org.meanwhile.job.Reused;
import org.meanwhile.job.RunsSaved;
import org.meanwhile.job.statistics.JobMetrics;
import org.meanwhile.platform.Settings;

/**
 * Accepts new jobs: checks queue and quotas, stores the job, then announces it.
 *
 * <p>No EJB, because {@link JobInserter} has transactions of its own: the container's share of the
 * call cost as much as the job's share of its transaction. Not to be called inside a container
 * transaction, but for {@link #submitJoined}. Safe for many threads.
 */
@ApplicationScoped
public class Submissions {
  @Inject private AdmissionControl admission;
  @Inject private StorageQuota storage;
  @Inject private SubmitRateLimiter rates;
  @Inject private Settings settings;
  @Inject private JobMetrics metrics;
  @Inject private JobInserter inserter;
  @Inject private BulkInserter groups;
  @Inject private Event<JobAccepted> accepted;
  @Inject private Event<JobHeld> held;
  @Resource private TransactionSynchronizationRegistry transactions;
  @Inject private Event<JobsEnded> ended;
  @Inject private Event<RunsSaved> saved;

  /**
   * Stores a job durably, unless an earlier request made it. A repetition can be refused here for
   * want of room: {@link RepeatedRequests} is to be asked before.
   *
   * @return the job as stored; its transaction is committed
   * @throws QueueFull when {@code meanwhile.queue.max-waiting} jobs wait
   * @throws QuotaExceeded when the caller has used up one of its quotas
   */
  public Submission submit(NewJob request) {
    long sinceNanos = System.nanoTime();
    Submission submission = admitAndStore(request);
    announce(submission, request, sinceNanos);
    return submission;
  }

  /** A job for which there is room in the queue and in the quotas of its caller. */
  public record Admitted(NewJob request, AdmissionControl.Reservation reservation) {}

  /**
   * Takes room for a job that {@link #submitJoined} then stores, or {@link #release} gives back.
   *
   * @throws QueueFull as {@link #submit}
   * @throws QuotaExceeded likewise
   */
  public Admitted admit(NewJob request) {
    return new Admitted(request, admit(request.caller(), 1, request.fileBytes()));
  }

  /** Gives the room back: no job was stored. */
  public void release(Admitted admitted) {
    NewJob request = admitted.request();
    release(admitted.reservation(), request.caller(), 1, request.fileBytes());
  }

  /**
   * Stores a job in the container transaction of this thread, unless an earlier request made it. It
   * is announced after the commit; a rollback gives its room back. The one method here that is to
   * be called inside a container transaction.
   *
   * @return the job as it will be after the commit
   * @throws DatabaseFailure when nothing but a rollback is left
   */
  public Submission submitJoined(Admitted admitted) {
    long sinceNanos = System.nanoTime();
    Submission[] stored = new Submission[1];
    transactions.registerInterposedSynchronization(
        new AfterCompletion(
            committed -> {
              if (committed && stored[0] != null && stored[0].created()) {
                announce(stored[0], admitted.request(), sinceNanos);
              } else {
                release(admitted);
              }
            }));
    stored[0] = inserter.storeJoined(admitted.request());
    return stored[0];
  }

  private void announce(Submission submission, NewJob request, long sinceNanos) {
    if (submission.created()) {
      Job job = submission.job().job();
      metrics.accepted(request.operation());
      boolean waits = job.isScheduled() || job.status().ended();
      accepted.fire(new JobAccepted(request.id(), request.caller(), waits, job.reused()));
      if (!request.after().isEmpty() || job.sharesRun()) {
        held.fire(new JobHeld(request.id()));
      }
      if (job.status().ended()) {
        announceEnd(submission.job(), sinceNanos);
      }
    }
  }

  /** A job that has taken an output has ended with its creation. */
  private void announceEnd(JobView view, long sinceNanos) {
    Job job = view.job();
    ended.fire(
        new JobsEnded(
            List.of(
                new JobEnded(
                    job.id(), job.caller(), job.operation(), job.status(), true, sinceNanos))));
    long bytes = view.output().map(Output::sizeBytes).orElse(0L);
    saved.fire(new RunsSaved(job.operation(), Reused.As.OUTPUT, 1, bytes));
  }

  /**
   * Stores a group with all its members durably, or nothing of it, unless an earlier request made
   * it. All count in queue and quotas before anything is stored.
   *
   * @return the group as stored; its transaction is committed
   * @throws QueueFull when more than {@code meanwhile.queue.max-waiting} jobs would wait
   * @throws QuotaExceeded when the caller would use up one of its quotas
   * @throws JobExists when a member has the id of a job that exists
   */
  public Submission submit(NewGroup group) {
    NewJob job = group.job();
    long jobs = group.size() + 1L;
    AdmissionControl.Reservation reservation = admit(job.caller(), jobs, job.fileBytes());
    boolean created = false;
    try {
      Submission submission = groups.store(group);
      created = submission.created();
      if (created) {
        accepted.fire(new JobAccepted(job.id(), job.caller(), true, Optional.empty()));
        held.fire(new JobHeld(job.id()));
      }
      return submission;
    } finally {
      if (!created) {
        release(reservation, job.caller(), jobs, job.fileBytes());
      }
    }
  }

  /**
   * Checks whether there is room for further jobs of a caller. Takes none.
   *
   * @param jobs how many; 1 or more
   * @throws QueueFull as {@link #submit}
   * @throws QuotaExceeded likewise
   */
  public void checkRoom(String caller, long jobs, long fileBytes) {
    release(admit(caller, jobs, fileBytes), caller, jobs, fileBytes);
  }

  private Submission admitAndStore(NewJob request) {
    String caller = request.caller();
    AdmissionControl.Reservation reservation = admit(caller, 1, request.fileBytes());
    boolean created = false;
    try {
      Submission submission = inserter.store(request);
      created = submission.created();
      return submission;
    } finally {
      if (!created) {
        release(reservation, caller, 1, request.fileBytes());
      }
    }
  }

  private void release(
      AdmissionControl.Reservation reservation, String caller, long jobs, long fileBytes) {
    admission.release(reservation);
    rates.release(caller, jobs);
    storage.release(caller, fileBytes);
  }

  /** Takes from all three quotas, or from none. */
  private AdmissionControl.Reservation admit(String caller, long jobs, long fileBytes) {
    AdmissionControl.Reservation reservation =
        admission.admit(
            caller,
            jobs,
            settings.get(SubmitSettings.QUEUE_MAX_WAITING),
            settings.get(SubmitSettings.CALLER_MAX_UNFINISHED_JOBS));
    try {
      storage.admit(caller, fileBytes, settings.get(SubmitSettings.CALLER_MAX_BYTES));
      try {
        rates.admit(caller, jobs);
      } catch (QuotaExceeded e) {
        storage.release(caller, fileBytes);
        throw e;
      }
    } catch (QuotaExceeded e) {
      admission.release(reservation);
      throw e;
    }
    return reservation;
  }
}
