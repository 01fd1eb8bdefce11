package org.meanwhile.api.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.meanwhile.job.JobView;
import org.meanwhile.watch.JobWatcher;

/** Lets one thread wait until a job has ended, its record is gone, or the node stops. */
final class EndOfJob implements JobWatcher {
  private final CountDownLatch over = new CountDownLatch(1);

  void await(Duration limit) throws InterruptedException {
    over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void changed(JobView job) {
    if (job.job().status().ended()) {
      over.countDown();
    }
  }

  @Override
  public void deleted() {
    over.countDown();
  }

  @Override
  public void timePassed(long nanos) {
    // The waiting thread has its own clock.
  }

  @Override
  public void close() {
    over.countDown();
  }
}
