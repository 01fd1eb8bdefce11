package org.meanwhile.api.wait;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.read.Failures;
import org.meanwhile.job.read.JobFilter;
import org.meanwhile.job.read.JobLists;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;
import org.meanwhile.watch.BoundedExecutor;

/**
 * Reads lists from the database, so many at a time as {@link WaitSettings} has it, because a list
 * may cost a thousand times what a poll costs. Further lists wait for their turn. Safe for many
 * threads.
 */
@ApplicationScoped
public class ListReads {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration RETRY_SLOW = Duration.ofSeconds(5);

  /**
   * A refused list is answered after this time. A client that asks again at once would otherwise
   * use the processor with refusals alone: 40 connections of one caller made the lists of another
   * take ten times as long.
   */
  private static final Duration REFUSAL_DELAY = Duration.ofMillis(250);

  @EJB private JobLists lists;
  private BoundedExecutor executor;
  private ConcurrencyLimit limit;
  private Turns turns;
  private long patienceNanos;

  /** For the container's proxy. */
  protected ListReads() {}

  @Inject
  ListReads(Settings settings, BoundedExecutor executor) {
    this.executor = executor;
    limit =
        new ConcurrencyLimit(
            settings.get(WaitSettings.LIST_LIMIT), settings.get(WaitSettings.LIST_CALLER_LIMIT));
    turns =
        new Turns(
            settings.get(WaitSettings.LIST_READS),
            settings.get(WaitSettings.LIST_CALLER_READS),
            executor::execute);
    patienceNanos = settings.get(JobSettings.LIST_TIMEOUT).toNanos();
  }

  /**
   * Reads a page of a list when it is the caller's turn.
   *
   * @param caller the name of the caller, against whom it counts
   * @param answer makes the answer of the page, maybe on another thread and after the request
   * @return the answer, or a {@code CompletionStage} of it. It fails with {@link Problem} 503 when
   *     the turn or the database takes longer than {@code meanwhile.list.timeout}, with 429 or 503
   *     when too many lists are in flight
   */
  public Object read(String caller, JobQuery query, Function<JobPage, Object> answer) {
    return inTurn(caller, () -> answer.apply(bounded(() -> lists.page(query))));
  }

  /** Reads the failures of a list likewise. */
  public Object failures(String caller, JobFilter filter, Function<Failures, Object> answer) {
    return inTurn(caller, () -> answer.apply(bounded(() -> lists.failures(filter))));
  }

  private Object inTurn(String caller, Supplier<Object> answer) {
    switch (limit.tryAcquire(caller)) {
      case GRANTED -> {}
      case CALLER_LIMIT_REACHED -> {
        return refused(
            caller,
            new Problem(
                ProblemType.QUOTA_EXCEEDED,
                "the caller has as many lists in flight as it may have"));
      }
      case LIMIT_REACHED -> {
        return refused(
            caller,
            new Problem(
                ProblemType.TOO_MANY_ANSWERS,
                "this node has as many lists in flight as it may have"));
      }
    }
    long latestNanos = System.nanoTime() + patienceNanos;
    return turns.take(
        caller,
        () -> {
          try {
            if (System.nanoTime() - latestNanos > 0) {
              throw tooSlow("this node has more lists to read than it can");
            }
            return answer.get();
          } finally {
            limit.release(caller);
          }
        });
  }

  /** No thread waits with a refusal; each one holds a connection of its own client. */
  private CompletionStage<Object> refused(String caller, Problem problem) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(
            REFUSAL_DELAY.toMillis(), TimeUnit.MILLISECONDS, task -> executor.execute(caller, task))
        .execute(() -> answer.completeExceptionally(problem.retryAfter(RETRY)));
    return answer;
  }

  private static <T> T bounded(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      throw DatabaseFailure.isTimedOut(e)
          ? tooSlow("the list took longer than it may; a narrower filter takes less time")
          : e;
    }
  }

  private static Problem tooSlow(String detail) {
    return new Problem(ProblemType.DATABASE_UNAVAILABLE, detail).retryAfter(RETRY_SLOW);
  }
}
