package org.meanwhile.api.wait;

import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** An answer that is held for its client until it is decided, once, what it is. */
abstract class PendingResponse {
  private final CompletableFuture<Response> future = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final long untilNanos;

  /**
   * @param untilNanos as {@link System#nanoTime}
   */
  PendingResponse(long untilNanos) {
    this.untilNanos = untilNanos;
  }

  /** The answer, when it is there. */
  final CompletableFuture<Response> future() {
    return future;
  }

  /** What follows when the answer is decided: the wait is over, and the answer has to be made. */
  abstract void end(Runnable making);

  /** The time is over, or the node stops. */
  public abstract void close();

  /** Called as time passes. */
  public final void timePassed(long nanos) {
    if (nanos - untilNanos >= 0) {
      close();
    }
  }

  final void decide(Supplier<Response> decided) {
    if (over.compareAndSet(false, true)) {
      end(() -> make(decided));
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
