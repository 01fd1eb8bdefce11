package org.meanwhile.api.wait;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.FairQueue;

/**
 * Makes so many answers at a time, in all and for each caller. Further ones wait for their turn, in
 * which callers alternate; no thread waits with them. Thread-safe.
 */
final class Turns {
  private final FairQueue<Turn> queue;
  private final BiConsumer<String, Runnable> executor;

  private record Turn(
      String caller, Supplier<Object> answer, CompletableFuture<@Nullable Object> future) {}

  /**
   * Limits answers of which none is made yet.
   *
   * @param limit how many answers are made at a time
   * @param callerLimit how many of them for one caller
   * @param executor takes the name of a caller, and what makes an answer that had to wait
   */
  Turns(int limit, int callerLimit, BiConsumer<String, Runnable> executor) {
    this.queue = new FairQueue<>(Turn::caller, () -> limit, callerLimit);
    this.executor = executor;
  }

  /**
   * Makes an answer on this thread if its turn is now, else later on the executor.
   *
   * @param answer returns what a resource method may return; a {@link CompletionStage} as well
   * @return the answer, or a {@link CompletionStage} of it; a failure of the answer is thrown or
   *     completes the stage
   */
  Object take(String caller, Supplier<Object> answer) {
    Turn turn = new Turn(caller, answer, new CompletableFuture<>());
    queue.add(turn);
    Turn next = queue.tryTake();
    if (next == turn) {
      return now(turn);
    }
    later(next);
    return turn.future();
  }

  private Object now(Turn turn) {
    try {
      return turn.answer().get();
    } finally {
      queue.done(turn);
      later(queue.tryTake());
    }
  }

  /** Only one turn is passed on at a time: when it ends, it passes on the next. */
  private void later(@Nullable Turn turn) {
    if (turn != null) {
      executor.accept(turn.caller(), () -> complete(turn));
    }
  }

  private void complete(Turn turn) {
    Object made;
    try {
      made = now(turn);
    } catch (RuntimeException | Error e) {
      turn.future().completeExceptionally(e);
      return;
    }
    if (made instanceof CompletionStage<?> held) {
      held.whenComplete((answer, failure) -> settle(turn.future(), answer, failure));
    } else {
      turn.future().complete(made);
    }
  }

  private static void settle(
      CompletableFuture<@Nullable Object> future, Object answer, @Nullable Throwable failure) {
    if (failure != null) {
      future.completeExceptionally(failure);
    } else {
      future.complete(answer);
    }
  }
}
