package org.meanwhile.job.run;

import java.util.List;
import java.util.stream.Stream;
import org.meanwhile.job.JobEnded;

/**
 * What the end of a run has ended.
 *
 * @param job the job that ran
 * @param hasLeft whether its caller had cancelled it before, while the run went on for others: the
 *     end of such a job was told then
 * @param riders the jobs that shared the run and have ended with it
 */
record RunEnd(JobEnded job, boolean hasLeft, List<JobEnded> riders) {
  RunEnd(JobEnded job) {
    this(job, false, List.of());
  }

  /** The jobs whose end is to be told. */
  Stream<JobEnded> told() {
    return hasLeft ? riders.stream() : Stream.concat(Stream.of(job), riders.stream());
  }
}
