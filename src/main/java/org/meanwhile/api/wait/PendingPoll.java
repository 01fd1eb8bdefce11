package org.meanwhile.api.wait;

import jakarta.ws.rs.core.Response;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobView;
import org.meanwhile.watch.JobWatcher;

/** A poll that is held until its job is as the client waits for it, or the time is over. */
abstract class PendingPoll extends PendingResponse implements JobWatcher {
  private final Predicate<JobView> until;
  private final Function<JobView, Response> respond;
  private JobView newest;

  PendingPoll(
      JobView view,
      Predicate<JobView> until,
      Function<JobView, Response> respond,
      long deadlineNanos,
      BooleanSupplier admitted) {
    super(deadlineNanos, admitted);
    this.newest = view;
    this.until = until;
    this.respond = respond;
  }

  @Override
  public final void changed(JobView view) {
    if (isNewest(view) && until.test(view)) {
      decide(() -> respond.apply(view));
    }
  }

  /** Views may arrive out of order, and the same one twice. */
  private synchronized boolean isNewest(JobView view) {
    boolean isNewest = view.job().version() >= newest.job().version();
    if (isNewest) {
      newest = view;
    }
    return isNewest;
  }

  private synchronized JobView newest() {
    return newest;
  }

  @Override
  public final void deleted() {
    decide(
        () -> {
          throw Problem.unknownJob();
        });
  }

  /** Sends the newest view, which is no older than a poll interval while the database answers. */
  @Override
  public final void close() {
    decide(() -> respond.apply(newest()));
  }
}
