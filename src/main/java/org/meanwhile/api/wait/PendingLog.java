package org.meanwhile.api.wait;

import jakarta.ws.rs.core.Response;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.meanwhile.job.JobView;
import org.meanwhile.watch.JobWatcher;
import org.meanwhile.watch.LogWatcher;

/** A page of a log that is held until there is a further line, the job ends, or time is over. */
abstract class PendingLog extends PendingResponse implements JobWatcher, LogWatcher {
  private final long after;
  private final Supplier<Response> respond;

  PendingLog(long after, Supplier<Response> respond, long deadlineNanos, BooleanSupplier admitted) {
    super(deadlineNanos, admitted);
    this.after = after;
    this.respond = respond;
  }

  @Override
  public final void grown(long latest) {
    if (latest > after) {
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
