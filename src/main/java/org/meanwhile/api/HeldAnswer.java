package org.meanwhile.api;

import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.meanwhile.follow.Watcher;
import org.meanwhile.job.JobView;

/** One answer that is held until its job is as the client waits for it, or the time is over. */
final class HeldAnswer implements Watcher {
  private final CompletableFuture<Response> future = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Predicate<JobView> enough;
  private final Function<JobView, Response> answer;
  private final long untilNanos;
  private final End end;
  private JobView newest;

  /** What follows when the answer is decided: the wait is over, and the answer has to be made. */
  @FunctionalInterface
  interface End {
    void of(HeldAnswer wait, Runnable making);
  }

  HeldAnswer(
      JobView view,
      Predicate<JobView> enough,
      Function<JobView, Response> answer,
      long untilNanos,
      End end) {
    this.newest = view;
    this.enough = enough;
    this.answer = answer;
    this.untilNanos = untilNanos;
    this.end = end;
  }

  /** The answer, when it is there. */
  CompletableFuture<Response> future() {
    return future;
  }

  @Override
  public void saw(JobView job) {
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
  public void gone() {
    decide(
        () -> {
          throw JobResource.unknown();
        });
  }

  @Override
  public void time(long nanos) {
    if (nanos - untilNanos >= 0) {
      close();
    }
  }

  /** As the job was last seen: that is no older than a tick, unless the database is away. */
  @Override
  public void close() {
    decide(() -> answer.apply(newest()));
  }

  private void decide(Supplier<Response> decided) {
    if (over.compareAndSet(false, true)) {
      end.of(this, () -> make(decided));
    }
  }

  private void make(Supplier<Response> decided) {
    Response made;
    try {
      made = decided.get();
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
      return;
    }
    future.complete(made);
  }
}
