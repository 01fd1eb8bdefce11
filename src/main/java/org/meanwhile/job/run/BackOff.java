package org.meanwhile.job.run;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.meanwhile.job.JobSettings;
import org.meanwhile.platform.Settings;

/** How long a job waits after an attempt that failed and may be repeated. */
public final class BackOff {
  private static final int MAX_DOUBLINGS = 20;

  private BackOff() {}

  /**
   * {@code meanwhile.work.back-off}, doubled with each attempt up to {@code
   * meanwhile.work.back-off-max}; of that a random half to all, against retry storms.
   *
   * @param attempt the number of the attempt that failed, from 1
   */
  public static Duration of(Settings settings, int attempt) {
    long firstMillis = settings.get(JobSettings.BACK_OFF).toMillis();
    long maxMillis = settings.get(JobSettings.BACK_OFF_MAX).toMillis();
    long millis = Math.min(maxMillis, firstMillis << Math.min(attempt - 1, MAX_DOUBLINGS));
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }
}
