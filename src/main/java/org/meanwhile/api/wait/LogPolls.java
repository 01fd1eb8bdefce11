package org.meanwhile.api.wait;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.meanwhile.job.JobView;
import org.meanwhile.job.log.LogPage;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.watch.JobWatches;
import org.meanwhile.watch.LogWatches;

/**
 * Holds pages of logs until there is a further line. Limited as {@link LongPolls} is, apart from
 * it: a client that follows a log polls the job as well.
 */
@ApplicationScoped
public class LogPolls {
  private ConcurrencyLimit limit;
  private JobWatches jobWatches;
  private LogWatches logWatches;
  private BoundedExecutor executor;
  private Caller client;

  /** For the container's proxy. */
  protected LogPolls() {}

  /** Limits as {@link WaitSettings} has them. */
  @Inject
  public LogPolls(
      Settings settings,
      JobWatches jobWatches,
      LogWatches logWatches,
      BoundedExecutor executor,
      Caller client) {
    this.limit =
        new ConcurrencyLimit(
            settings.get(WaitSettings.LIMIT), settings.get(WaitSettings.CALLER_LIMIT));
    this.jobWatches = jobWatches;
    this.logWatches = logWatches;
    this.executor = executor;
    this.client = client;
  }

  /**
   * Sends a page, or holds it while it is empty and the job may write further lines.
   *
   * @param page as it is now
   * @param respond reads the page again and makes the response
   */
  public Object send(
      JobView view,
      LogPage page,
      Response now,
      Optional<Duration> wait,
      Supplier<Response> respond) {
    if (wait.isEmpty()) {
      return now;
    }
    boolean over = view.job().status().ended() || !page.lines().isEmpty();
    return over
        ? PendingResponse.preferenceApplied(now, wait.get())
        : hold(view, page, now, wait.get(), respond);
  }

  private Object hold(
      JobView view, LogPage page, Response now, Duration wait, Supplier<Response> respond) {
    String caller = view.job().caller();
    if (limit.tryAcquire(caller) != ConcurrencyLimit.Permit.GRANTED) {
      return now;
    }
    PendingLog pending =
        new PendingLog(
            page.after(),
            () -> PendingResponse.preferenceApplied(respond, wait),
            System.nanoTime() + wait.toNanos(),
            client.watch()) {
          @Override
          void end(Runnable send) {
            jobWatches.unwatch(view.job().id(), this);
            logWatches.unwatch(view.job().id(), this);
            limit.release(caller);
            executor.execute(caller, send);
          }
        };
    logWatches.watch(view.job().id(), pending);
    jobWatches.watch(view, pending);
    return pending.future();
  }
}
