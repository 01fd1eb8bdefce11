package org.meanwhile.api.wait;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.meanwhile.api.http.Prefer;
import org.meanwhile.api.problem.Problem;

/** A response that is held for its client until it is decided, once, what it is. */
abstract class PendingResponse {
  private final CompletableFuture<Response> future = new CompletableFuture<>();
  private final AtomicBoolean decided = new AtomicBoolean();
  private final long deadlineNanos;
  private final BooleanSupplier admitted;

  /**
   * @param deadlineNanos when the response is sent as it is then, as {@link System#nanoTime}
   * @param admitted whether the client's token is valid still; when not, the wait is over
   */
  PendingResponse(long deadlineNanos, BooleanSupplier admitted) {
    this.deadlineNanos = deadlineNanos;
    this.admitted = admitted;
  }

  /** The same response, telling the client that its wait was honoured (RFC 7240, section 3). */
  static Response preferenceApplied(Response response, Duration wait) {
    Object other = response.getHeaders().getFirst(Prefer.APPLIED);
    String applied = Prefer.applied(wait);
    response
        .getHeaders()
        .putSingle(Prefer.APPLIED, other == null ? applied : other + ", " + applied);
    return response;
  }

  /**
   * The response that is made, or the problem that is thrown instead, telling the same.
   *
   * @throws Problem as it was thrown, with the field
   */
  static Response preferenceApplied(Supplier<Response> response, Duration wait) {
    Response made;
    try {
      made = response.get();
    } catch (Problem e) {
      throw e.with(Prefer.APPLIED, Prefer.applied(wait));
    }
    return preferenceApplied(made, wait);
  }

  /** Completes when the response is there. */
  final CompletableFuture<Response> future() {
    return future;
  }

  /**
   * Called once, when the wait is over.
   *
   * @param send makes the response and has it sent; may block on a slow client
   */
  abstract void end(Runnable send);

  /** Called when the wait is over without news: its time or token has passed, or the node stops. */
  public abstract void close();

  /** Called several times a second. */
  public final void timePassed(long nanos) {
    if (nanos - deadlineNanos >= 0 || !admitted.getAsBoolean()) {
      close();
    }
  }

  /** The first call decides; later ones do nothing. */
  final void decide(Supplier<Response> response) {
    if (decided.compareAndSet(false, true)) {
      end(() -> complete(response));
    }
  }

  private void complete(Supplier<Response> response) {
    Response made;
    try {
      made = response.get();
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
      return;
    }
    future.complete(made);
  }
}
