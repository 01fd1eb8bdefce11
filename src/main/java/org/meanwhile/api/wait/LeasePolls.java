package org.meanwhile.api.wait;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.meanwhile.api.request.LeaseRequest;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.worker.GivenLease;
import org.meanwhile.worker.WorkerAsk;
import org.meanwhile.worker.WorkerClaimer;

/**
 * Holds the requests of workers until there are jobs for them. Limited as {@link LongPolls} is,
 * apart from it: beyond the limits a request is answered as if it did not wait. No thread waits
 * with a request, not even with one that is answered at once: all that come together share a claim.
 */
@ApplicationScoped
public class LeasePolls {
  /** Of a request that does not wait: longer than any claim that is answered takes. */
  private static final Duration CLAIM_WAIT = Duration.ofSeconds(30);

  private ConcurrencyLimit limit;
  private WorkerClaimer claimer;
  private BoundedExecutor executor;
  private Caller client;

  /** For the container's proxy. */
  protected LeasePolls() {}

  /** Limits as {@link WaitSettings} has them. */
  @Inject
  public LeasePolls(
      Settings settings, WorkerClaimer claimer, BoundedExecutor executor, Caller client) {
    this.limit =
        new ConcurrencyLimit(
            settings.get(WaitSettings.LIMIT), settings.get(WaitSettings.CALLER_LIMIT));
    this.claimer = claimer;
    this.executor = executor;
    this.client = client;
  }

  /**
   * Answers a worker.
   *
   * @param respond makes the response, on any thread; the leases are empty when there was no job
   */
  public CompletionStage<Response> lease(
      LeaseRequest request, Optional<Duration> wait, Function<List<GivenLease>, Response> respond) {
    String caller = request.worker().caller();
    boolean waits = wait.isPresent() && limit.tryAcquire(caller) == ConcurrencyLimit.Permit.GRANTED;
    Function<List<GivenLease>, Response> applied =
        waits
            ? leases -> PendingResponse.preferenceApplied(respond.apply(leases), wait.get())
            : respond;
    PendingLeases pending =
        new PendingLeases(
            request,
            waits,
            applied,
            System.nanoTime() + (waits ? wait.get() : CLAIM_WAIT).toNanos(),
            client.watch()) {
          @Override
          void end(Runnable send) {
            if (waits()) {
              limit.release(caller);
            }
            executor.execute(caller, send);
          }
        };
    WorkerAsk ask = pending;
    claimer.ask(ask);
    return pending.future();
  }
}
