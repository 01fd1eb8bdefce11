package org.meanwhile.api.wait;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.Targets;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Caller;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.watch.JobWatches;
import org.meanwhile.watch.ListWatches;

/**
 * Holds responses until a job or a list reaches the state that the client waits for. No thread
 * waits with a held response, and a request that does not wait is answered by its own thread.
 *
 * <p>Beyond {@code meanwhile.wait.limit} and {@code meanwhile.wait.caller-limit} a response is sent
 * at once, as if the client did not wait: a client that then polls as {@code Retry-After} says
 * costs less than an error that it repeats. The wait for a job counts against the job's caller,
 * whoever polls. A wait ends early, as if its time were over, when the token of who polls expires
 * or is revoked.
 *
 * <p>Each public method returns what a resource method hands to JAX-RS: a {@link Response} when it
 * need not be held, else a {@link CompletionStage} of one. {@code Object} is the only type of both.
 * Jersey looks at the returned object; an implementation of JAX-RS that looks at the declared type
 * would need two methods for each.
 *
 * <p>The plainer declarations make JAX-RS suspend every request, held or not. Measured on Payara
 * Micro 6.2025.10 with 64 connections that poll one running job (H2, two processors, medians of 7
 * and of 14 runs of 8 s each): a completed {@code CompletionStage} costs 4 % more processor time
 * for each poll, an {@code AsyncResponse} 11 % more. The wrapping alone costs nothing that can be
 * measured.
 */
@ApplicationScoped
public class LongPolls {
  private static final Duration CANCELLATION_WAIT = Duration.ofSeconds(2);
  private static final int LIST_RETRY_SECONDS = 5;

  private ConcurrencyLimit limit;
  private JobResponses responses;
  private JobWatches jobWatches;
  private ListWatches listWatches;
  private BoundedExecutor executor;
  private Caller client;

  /** For the container's proxy. */
  protected LongPolls() {}

  /** Limits as {@link WaitSettings} has them. */
  @Inject
  public LongPolls(
      Settings settings,
      JobResponses responses,
      JobWatches jobWatches,
      ListWatches listWatches,
      BoundedExecutor executor,
      Caller client,
      Meters meters) {
    this.limit =
        new ConcurrencyLimit(
            settings.get(WaitSettings.LIMIT), settings.get(WaitSettings.CALLER_LIMIT));
    this.responses = responses;
    this.jobWatches = jobWatches;
    this.listWatches = listWatches;
    this.executor = executor;
    this.client = client;
    meters.gauge(
        Metric.of("meanwhile_waits", "Answers that are held for their clients"),
        limit,
        ConcurrencyLimit::inUse);
  }

  /**
   * The response to a request that created a job: 202 at once, or, when the client waits, the
   * outcome if the job ends in time. A repeated request without a wait is answered 202 as well,
   * even if the job ended long ago. A running job that was removed has no outcome yet.
   */
  public Object created(JobView view, Targets targets, Optional<Duration> wait) {
    if (wait.isEmpty()) {
      return responses.accepted(view, targets);
    }
    return hold(
        view,
        LongPolls::hasEnded,
        wait,
        v -> hasEnded(v) ? responses.outcome(v, targets) : responses.accepted(v, targets));
  }

  /** A poll, held until the job ends, is removed, or has another version than the client has. */
  public Object poll(
      JobView view, Targets targets, Conditions conditions, Optional<Duration> wait) {
    return hold(
        view,
        v -> hasEnded(v) || isRemoved(v) || isNews(v, conditions),
        wait,
        v -> responses.poll(v, targets, conditions));
  }

  /** A poll of the monitor, held as {@link #poll} is. */
  public Object monitor(JobView view, Links links, Conditions conditions, Optional<Duration> wait) {
    return hold(
        view,
        v -> hasEnded(v) || isRemoved(v) || isNews(v, conditions),
        wait,
        v -> responses.monitor(v, links, conditions));
  }

  /** A poll without redirects. Unlike {@link #poll} it waits for a running job that was removed. */
  public Object status(JobView view, Links links, Conditions conditions, Optional<Duration> wait) {
    return hold(
        view,
        v -> hasEnded(v) || isNews(v, conditions),
        wait,
        v -> responses.status(v, links, conditions));
  }

  /** The response to a request that removed a job: a running job is given 2 s to stop. */
  public Object removed(JobView view, Links links) {
    Function<JobView, Response> respond = v -> responses.changed(v, links);
    return hasEnded(view)
        ? respond.apply(view)
        : holdOrSend(view, LongPolls::hasEnded, CANCELLATION_WAIT, respond, respond);
  }

  private static boolean hasEnded(JobView view) {
    return view.job().status().ended();
  }

  private static boolean isRemoved(JobView view) {
    return view.job().removedAt().isPresent();
  }

  /** {@code If-Match} fails whatever the version is, so its response is not held. */
  private static boolean isNews(JobView view, Conditions conditions) {
    return conditions.ifMatch()
        || conditions.hasIfNoneMatch() && !conditions.match(JobResponses.version(view));
  }

  /** Holds the response when the client waits and the job is not yet as it is waited for. */
  private Object hold(
      JobView view,
      Predicate<JobView> until,
      Optional<Duration> wait,
      Function<JobView, Response> respond) {
    if (wait.isEmpty()) {
      return respond.apply(view);
    }
    Function<JobView, Response> applied =
        v -> PendingResponse.preferenceApplied(() -> respond.apply(v), wait.get());
    return until.test(view)
        ? applied.apply(view)
        : holdOrSend(view, until, wait.get(), applied, respond);
  }

  /**
   * Holds the response, or sends it at once when a limit is reached.
   *
   * @param held makes the response that was held
   * @param unheld makes the one that is sent at once
   */
  private Object holdOrSend(
      JobView view,
      Predicate<JobView> until,
      Duration wait,
      Function<JobView, Response> held,
      Function<JobView, Response> unheld) {
    String caller = view.job().caller();
    if (limit.tryAcquire(caller) != ConcurrencyLimit.Permit.GRANTED) {
      return unheld.apply(view);
    }
    PendingPoll pending =
        new PendingPoll(view, until, held, System.nanoTime() + wait.toNanos(), client.watch()) {
          @Override
          void end(Runnable send) {
            jobWatches.unwatch(view.job().id(), this);
            limit.release(caller);
            executor.execute(caller, send);
          }
        };
    jobWatches.watch(view, pending);
    return pending.future();
  }

  /**
   * Answers a list, and holds the answer until its page differs from every version that the client
   * has. The wait counts against the caller of the request.
   *
   * @return makes the answer, or a {@code CompletionStage} of it, from the page as it is now; on
   *     any thread
   */
  public Function<JobPage, Object> list(ListRequest request, Optional<Duration> wait) {
    if (wait.isEmpty() || !request.conditions().namesVersions()) {
      return request::respond;
    }
    BooleanSupplier admitted = client.watch();
    return page -> {
      Response now = request.respond(page);
      return request.conditions().match(page.version())
          ? hold(request, page, now, wait.get(), admitted)
          : PendingResponse.preferenceApplied(now, wait.get());
    };
  }

  private Object hold(
      ListRequest request, JobPage page, Response now, Duration wait, BooleanSupplier admitted) {
    if (limit.tryAcquire(request.caller()) != ConcurrencyLimit.Permit.GRANTED) {
      now.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, LIST_RETRY_SECONDS);
      return now;
    }
    PendingList pending =
        new PendingList(request, page.version(), wait, admitted) {
          @Override
          void end(Runnable send) {
            listWatches.unwatch(request.query(), this);
            limit.release(request.caller());
            executor.execute(request.caller(), send);
          }
        };
    listWatches.watch(request.query(), pending);
    return pending.future();
  }
}
