package org.meanwhile.api.wait;

import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import java.util.function.Predicate;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobView;
import org.meanwhile.watch.JobWatcher;

/** One answer that is held until its job is as the client waits for it, or the time is over. */
abstract class PendingPoll extends PendingResponse implements JobWatcher {
  private final Predicate<JobView> enough;
  private final Function<JobView, Response> answer;
  private JobView newest;

  PendingPoll(
      JobView view,
      Predicate<JobView> enough,
      Function<JobView, Response> answer,
      long untilNanos) {
    super(untilNanos);
    this.newest = view;
    this.enough = enough;
    this.answer = answer;
  }

  @Override
  public final void changed(JobView job) {
    if (isNews(job) && enough.test(job)) {
      decide(() -> answer.apply(job));
    }
  }

  private synchronized boolean isNews(JobView job) {
    boolean news = job.job().version() >= newest.job().version();
    if (news) {
      newest = job;
    }
    return news;
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

  /** As the job was last seen: that is no older than a tick, unless the database is away. */
  @Override
  public final void close() {
    decide(() -> answer.apply(newest()));
  }
}
