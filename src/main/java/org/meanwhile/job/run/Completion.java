package org.meanwhile.job.run;

import java.util.concurrent.TimeUnit;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;

/**
 * The end of a run, as its node wants it stored.
 *
 * @param progress the last that the run reported
 * @param endedNanos when the run ended, as {@link System#nanoTime}: a result may wait for the
 *     database for minutes
 */
public record Completion(Lease lease, RunResult result, Progress progress, long endedNanos) {

  /** The end of a run that ends now. */
  public Completion(Lease lease, RunResult result, Progress progress) {
    this(lease, result, progress, System.nanoTime());
  }

  long agoMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endedNanos));
  }
}
