package org.meanwhile.api.wait;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.watch.JobWatches;
import org.meanwhile.watch.LogWatches;
import org.meanwhile.watch.PartialOutputWatches;

/**
 * Holds requests for what a run writes, its log or its output, until there is more of it. Limited
 * as {@link LongPolls} is, apart from it: a client that follows a log polls the job as well.
 */
@ApplicationScoped
public class GrowthPolls {
  private ConcurrencyLimit limit;
  private JobWatches jobWatches;
  private LogWatches logWatches;
  private PartialOutputWatches outputWatches;
  private BoundedExecutor executor;
  private Caller client;

  /** For the container's proxy. */
  protected GrowthPolls() {}

  /** Limits as {@link WaitSettings} has them. */
  @Inject
  public GrowthPolls(
      Settings settings,
      JobWatches jobWatches,
      LogWatches logWatches,
      PartialOutputWatches outputWatches,
      BoundedExecutor executor,
      Caller client) {
    this.limit =
        new ConcurrencyLimit(
            settings.get(WaitSettings.LIMIT), settings.get(WaitSettings.CALLER_LIMIT));
    this.jobWatches = jobWatches;
    this.logWatches = logWatches;
    this.outputWatches = outputWatches;
    this.executor = executor;
    this.client = client;
  }

  /**
   * Sends a part of the log, or holds it while there is nothing to send and the job has not ended.
   *
   * @param after the newest line that the client has
   * @param news whether there is something to send
   * @param respond reads again and makes the response; on any thread
   */
  public Object log(
      JobView view, long after, boolean news, Optional<Duration> wait, Supplier<Response> respond) {
    return send(view, after, news, wait, respond, true);
  }

  /**
   * The same for a part of the output.
   *
   * @param after how many bytes the client has
   */
  public Object output(
      JobView view, long after, boolean news, Optional<Duration> wait, Supplier<Response> respond) {
    return send(view, after, news, wait, respond, false);
  }

  private Object send(
      JobView view,
      long after,
      boolean news,
      Optional<Duration> wait,
      Supplier<Response> respond,
      boolean log) {
    if (wait.isEmpty()) {
      return respond.get();
    }
    Supplier<Response> applied = () -> PendingResponse.preferenceApplied(respond, wait.get());
    return news || view.job().status().ended()
        ? applied.get()
        : hold(view, after, wait.get(), applied, respond, log);
  }

  private Object hold(
      JobView view,
      long after,
      Duration wait,
      Supplier<Response> held,
      Supplier<Response> unheld,
      boolean log) {
    String caller = view.job().caller();
    JobId writer = view.job().ranAs();
    if (limit.tryAcquire(caller) != ConcurrencyLimit.Permit.GRANTED) {
      return unheld.get();
    }
    PendingGrowth pending =
        new PendingGrowth(after, held, System.nanoTime() + wait.toNanos(), client.watch()) {
          @Override
          void end(Runnable send) {
            jobWatches.unwatch(view.job().id(), this);
            logWatches.unwatch(writer, this);
            outputWatches.unwatch(writer, this);
            limit.release(caller);
            executor.execute(caller, send);
          }
        };
    if (log) {
      logWatches.watch(writer, pending);
    } else {
      outputWatches.watch(writer, pending);
    }
    jobWatches.watch(view, pending);
    return pending.future();
  }
}
