package org.meanwhile.jobs;

import java.time.Duration;
import java.util.Optional;
import org.meanwhile.job.JobId;

/**
 * Jobs, as clients have them over HTTP: the same validation, quotas and rights.
 *
 * <pre>
 * {@literal @}Inject Jobs jobs;
 *
 * JobId id = jobs.submit(JobRequest.of("resize", new Resize.Input(400)).label("team", "billing"));
 * </pre>
 *
 * <p><b>Who asks</b> is the caller of the request that the thread serves. Where no request is
 * served, as in a timer, it is everybody on this machine in mode {@code local}, and {@link #as}
 * must name the caller in the other modes.
 *
 * <p><b>Not here</b>, but over HTTP: groups and schedules. A callback needs the setting {@code
 * meanwhile.url}, because its documents link to this server.
 *
 * <p>Safe for many threads.
 */
public interface Jobs {

  /**
   * Submits a job. In a JTA transaction of the calling thread the job is there when, and only when,
   * that transaction commits; it starts after the commit. Without one the job is stored durably
   * when this returns.
   *
   * <p>The transaction must use the data source {@code java:app/jdbc/meanwhile} alone, or XA data
   * sources: a transaction takes one resource that is not XA.
   *
   * @return the id of the new job, or of the earlier one with the same idempotency key
   * @throws JobRefused when the request is not valid, or a quota or the queue has no room; a
   *     transaction of the caller is not marked for rollback
   * @throws IllegalStateException when the caller is not known
   */
  JobId submit(JobRequest request);

  /** The job as it is now; empty when the caller may not see one of this id, or it has expired. */
  Optional<JobState> status(JobId id);

  /** The output; empty until the job has succeeded, and when its output is deleted or expired. */
  Optional<JobOutput> output(JobId id);

  /**
   * Cancels a job that has not ended, and deletes the output of one that has. Repeating it changes
   * nothing. Joins the caller's transaction.
   *
   * @return the job after that; empty as with {@link #status}
   */
  Optional<JobState> cancel(JobId id);

  /**
   * Waits for the end of a job, on whichever node it runs. Holds the calling thread.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return the job as it is then, ended or not; empty as with {@link #status}
   * @throws IllegalStateException in a transaction, which could wait for a job of its own
   */
  Optional<JobState> await(JobId id, Duration limit) throws InterruptedException;

  /**
   * The same for a caller of this name, in these groups.
   *
   * @param groups {@code submitter}, {@code operator}, and any groups that operations are offered
   *     to
   * @throws IllegalArgumentException when this is no name of a caller
   */
  Jobs as(String caller, String... groups);
}
