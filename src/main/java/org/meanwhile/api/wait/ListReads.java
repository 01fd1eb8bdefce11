package org.meanwhile.api.wait;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.read.JobLists;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;

/**
 * Reads lists from the database, so many at a time as {@link WaitSettings} has it: a list may cost
 * a thousand times what a poll costs. Safe for many threads.
 */
@ApplicationScoped
public class ListReads {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration RETRY_SLOW = Duration.ofSeconds(5);

  @EJB private JobLists lists;
  private ConcurrencyLimit limit;

  /** For the container's proxy. */
  protected ListReads() {}

  @Inject
  ListReads(Settings settings) {
    limit =
        new ConcurrencyLimit(
            settings.get(WaitSettings.LIST_LIMIT), settings.get(WaitSettings.LIST_CALLER_LIMIT));
  }

  /**
   * Reads a page of a list.
   *
   * @param caller the name of the caller, against whom it counts
   * @throws Problem 429 or 503 when a limit is reached, 503 when the database takes too long
   */
  public JobPage page(String caller, JobQuery query) {
    switch (limit.tryAcquire(caller)) {
      case GRANTED -> {}
      case CALLER_LIMIT_REACHED ->
          throw new Problem(
                  ProblemType.QUOTA_EXCEEDED,
                  "the caller has as many lists in flight as it may have")
              .retryAfter(RETRY);
      case LIMIT_REACHED ->
          throw new Problem(
                  ProblemType.TOO_MANY_ANSWERS, "this node reads as many lists as it may at a time")
              .retryAfter(RETRY);
    }
    try {
      return lists.page(query);
    } catch (RuntimeException e) {
      throw DatabaseFailure.isTimedOut(e)
          ? new Problem(
                  ProblemType.DATABASE_UNAVAILABLE,
                  "the list took longer than it may; a narrower filter takes less time")
              .retryAfter(RETRY_SLOW)
          : e;
    } finally {
      limit.release(caller);
    }
  }
}
