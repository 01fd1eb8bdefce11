package org.meanwhile.api.wait;

import jakarta.ws.rs.core.Response;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.meanwhile.job.JobView;
import org.meanwhile.watch.GrowthWatcher;
import org.meanwhile.watch.JobWatcher;

/**
 * A part of what a run writes, held until there is more, the job ends, or time is over. Another run
 * of the job begins anew: that is news as well.
 */
abstract class PendingGrowth extends PendingResponse implements JobWatcher, GrowthWatcher {
  private final long after;
  private volatile long seen;
  private final Supplier<Response> respond;

  PendingGrowth(
      long after, Supplier<Response> respond, long deadlineNanos, BooleanSupplier admitted) {
    super(deadlineNanos, admitted);
    this.after = after;
    this.respond = respond;
  }

  @Override
  public final void grown(long latest) {
    boolean anew = latest < seen;
    seen = latest;
    if (latest > after || anew) {
      decide(respond);
    }
  }

  @Override
  public final void changed(JobView job) {
    if (job.job().status().ended() || job.job().removedAt().isPresent()) {
      decide(respond);
    }
  }

  @Override
  public final void deleted() {
    decide(respond);
  }

  @Override
  public final void close() {
    decide(respond);
  }
}
