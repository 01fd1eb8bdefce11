package org.meanwhile.client;

/** Does the work of an operation. */
@FunctionalInterface
public interface Handler {
  /**
   * Runs one job. Returning ends the job with the output that was sent. Its thread is interrupted
   * when it shall stop; what it does afterwards has no effect on the job.
   *
   * @throws Failure to let the attempt fail, in the operation's own words
   * @throws Exception any other lets the attempt fail, and another one be made
   */
  void run(Lease lease) throws Exception;
}
