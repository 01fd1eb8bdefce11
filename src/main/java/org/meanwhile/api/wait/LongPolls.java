package org.meanwhile.api.wait;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.http.ConcurrencyLimit;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.http.Prefer;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.Links;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.watch.JobWatches;
import org.meanwhile.watch.ListWatches;

/**
 * Answers that may be held until a job, or a list, is as their client waits for it. No thread waits
 * with them, and a request that does not wait is answered by its own thread as ever.
 *
 * <p>Beyond the limits, a wait is answered at once, as if it had not been asked for: a client that
 * then polls as {@code Retry-After} tells it costs less than an error that it repeats. The wait for
 * a job counts as its caller's, whoever asks.
 */
@ApplicationScoped
public class LongPolls {
  private static final Duration FOR_CANCELLATION = Duration.ofSeconds(2);
  private static final int LIST_RETRY_SECONDS = 5;

  private ConcurrencyLimit quota;
  private JobResponses answers;
  private JobWatches following;
  private ListWatches lists;
  private BoundedExecutor chores;

  /** For the container's proxy. */
  protected LongPolls() {}

  /** Waits within the limits of the settings. */
  @Inject
  public LongPolls(
      Settings settings,
      JobResponses answers,
      JobWatches following,
      ListWatches lists,
      BoundedExecutor chores,
      MetricRegistry registry) {
    this.quota =
        new ConcurrencyLimit(
            settings.get(WaitSettings.LIMIT), settings.get(WaitSettings.CALLER_LIMIT));
    this.answers = answers;
    this.following = following;
    this.lists = lists;
    this.chores = chores;
    registry.gauge(
        Metadata.builder()
            .withName("meanwhile_waits")
            .withDescription("Answers that are held for their clients")
            .build(),
        quota,
        ConcurrencyLimit::taken);
  }

  /**
   * What a resource's method gives back: the answer itself when it is there, else what will be it.
   * For a {@code CompletionStage} JAX-RS suspends the request, even if it is complete; that costs a
   * poll an eighth of its processor time.
   */
  public static Object direct(CompletionStage<Response> answer) {
    CompletableFuture<Response> future = answer.toCompletableFuture();
    return future.isDone() && !future.isCompletedExceptionally() ? future.join() : future;
  }

  /**
   * The answer to who created a job: its outcome, when that is waited for and there soon enough.
   * Who does not wait is told that it is accepted, however long ago that was. A job that was
   * removed while it runs has no outcome yet.
   */
  public CompletionStage<Response> created(JobView view, Links links, Optional<Duration> wait) {
    if (wait.isEmpty()) {
      return CompletableFuture.completedFuture(answers.accepted(view, links));
    }
    return hold(
        view,
        LongPolls::hasEnded,
        wait,
        v -> hasEnded(v) ? answers.outcome(v, links) : answers.accepted(v, links));
  }

  /** A poll, held until the job ends, or is another than the one that the client has. */
  public CompletionStage<Response> poll(
      JobView view, Links links, Conditions conditions, Optional<Duration> wait) {
    return hold(
        view,
        v -> isOver(v) || isNews(v, conditions),
        wait,
        v -> answers.poll(v, links, conditions));
  }

  /** The same without redirects: a job that was removed while it runs is waited for as well. */
  public CompletionStage<Response> status(
      JobView view, Links links, Conditions conditions, Optional<Duration> wait) {
    return hold(
        view,
        v -> hasEnded(v) || isNews(v, conditions),
        wait,
        v -> answers.status(v, links, conditions));
  }

  /** The answer to who removed a job: a running one is given a moment to stop. */
  public CompletionStage<Response> removed(JobView view, Links links) {
    return hasEnded(view)
        ? CompletableFuture.completedFuture(answers.done(view, links))
        : held(view, LongPolls::hasEnded, FOR_CANCELLATION, v -> answers.done(v, links))
            .orElseGet(() -> CompletableFuture.completedFuture(answers.done(view, links)));
  }

  private static boolean hasEnded(JobView view) {
    return view.job().status().ended();
  }

  /** Nothing will come of it for those who poll. */
  private static boolean isOver(JobView view) {
    return hasEnded(view) || view.job().removedAt().isPresent();
  }

  /** What a condition says that fails anyway is not waited for either. */
  private static boolean isNews(JobView view, Conditions conditions) {
    return conditions.ifMatch()
        || conditions.namesAny() && !conditions.has(JobResponses.version(view));
  }

  private CompletionStage<Response> hold(
      JobView view,
      Predicate<JobView> enough,
      Optional<Duration> wait,
      Function<JobView, Response> answer) {
    if (wait.isEmpty()) {
      return CompletableFuture.completedFuture(answer.apply(view));
    }
    Function<JobView, Response> applied = v -> Prefer.applied(answer.apply(v), wait.get());
    return enough.test(view)
        ? CompletableFuture.completedFuture(applied.apply(view))
        : held(view, enough, wait.get(), applied)
            .orElseGet(() -> CompletableFuture.completedFuture(answer.apply(view)));
  }

  /** Empty when no more may wait. */
  private Optional<CompletableFuture<Response>> held(
      JobView view,
      Predicate<JobView> enough,
      Duration atMost,
      Function<JobView, Response> answer) {
    String caller = view.job().caller();
    if (quota.enter(caller) != ConcurrencyLimit.Entry.GRANTED) {
      return Optional.empty();
    }
    PendingPoll held =
        new PendingPoll(view, enough, answer, System.nanoTime() + atMost.toNanos()) {
          @Override
          void end(Runnable making) {
            following.unwatch(view.job().id(), this);
            quota.leave(caller);
            chores.execute(making);
          }
        };
    following.watch(view, held);
    return Optional.of(held.future());
  }

  /**
   * A list, held until its page is another one than those that the client has. The wait counts as
   * the caller's who asks.
   *
   * @param page as it is now
   */
  public CompletionStage<Response> list(ListRequest asked, JobPage page, Optional<Duration> wait) {
    Response now = asked.answer(page);
    if (wait.isEmpty() || !asked.conditions().namesTags()) {
      return CompletableFuture.completedFuture(now);
    }
    if (!asked.conditions().has(page.version())) {
      return CompletableFuture.completedFuture(Prefer.applied(now, wait.get()));
    }
    if (quota.enter(asked.caller()) != ConcurrencyLimit.Entry.GRANTED) {
      now.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, LIST_RETRY_SECONDS);
      return CompletableFuture.completedFuture(now);
    }
    PendingList held =
        new PendingList(asked, page.version(), wait.get()) {
          @Override
          void end(Runnable making) {
            lists.unwatch(asked.query(), this);
            quota.leave(asked.caller());
            chores.execute(making);
          }
        };
    lists.watch(asked.query(), held);
    return held.future();
  }
}
