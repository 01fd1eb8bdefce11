package org.meanwhile.job.bulk;

import java.util.Optional;
import org.meanwhile.job.JobId;

/**
 * One of the jobs that a job acts on.
 *
 * @param seq its place among them, from 0
 */
public record BulkTarget(int seq, JobId job, Optional<Outcome> outcome) {

  /**
   * What became of it.
   *
   * @param made the new job, when one was made
   * @param error why nothing was done; empty when it was
   */
  public record Outcome(Optional<JobId> made, Optional<Refusal> error) {
    public static final Outcome DONE = new Outcome(Optional.empty(), Optional.empty());

    public static Outcome made(JobId job) {
      return new Outcome(Optional.of(job), Optional.empty());
    }

    public static Outcome refused(String code, String detail) {
      return new Outcome(Optional.empty(), Optional.of(new Refusal(code, detail)));
    }
  }

  /**
   * Why nothing was done to a job.
   *
   * @param code as the type of a problem has it
   * @param detail cut at 1,024 characters
   */
  public record Refusal(String code, String detail) {
    private static final int DETAIL_CHARS = 1024;

    public Refusal {
      detail = detail.length() <= DETAIL_CHARS ? detail : detail.substring(0, DETAIL_CHARS);
    }
  }

  public BulkTarget with(Outcome result) {
    return new BulkTarget(seq, job, Optional.of(result));
  }
}
