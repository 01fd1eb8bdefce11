package org.meanwhile.worker;

import java.util.List;
import java.util.Set;
import org.meanwhile.job.lease.Worker;

/**
 * A worker's request for jobs, which is answered once. It waits, or is taken by the claimer, or is
 * over; any thread may find its time over while it waits.
 */
public interface WorkerAsk {
  Worker worker();

  /** Which jobs it takes. */
  Set<String> operations();

  /** How many jobs it takes at most; 1 or more. */
  int most();

  /** Whether it goes on waiting when there is no job for it now. */
  boolean waits();

  /** Takes it, so that jobs can be claimed for it; false when it is over. */
  boolean tryTake();

  /** Lets it wait again after {@link #tryTake}. */
  void release();

  /** Answers it after {@link #tryTake}; with no lease when there is no job for it. */
  void answer(List<GivenLease> leases);

  /** Answers it after {@link #tryTake}: jobs could not be claimed. */
  void fail(RuntimeException failure);

  /** Called several times a second, while it waits or not. */
  void timePassed(long nanos);

  /** Ends its wait, because the node stops. */
  void close();
}
