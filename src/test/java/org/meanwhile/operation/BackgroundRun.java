package org.meanwhile.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Code that runs in a thread of its own, as operations do.
 *
 * @param failure completed with the exception that the code threw, or with null when it returned
 */
public record BackgroundRun(Thread thread, CompletableFuture<Exception> failure) {

  public interface Body {
    void run() throws Exception;
  }

  /** Starts the code, and returns when its thread has begun. */
  public static BackgroundRun of(Body body) throws InterruptedException {
    CompletableFuture<Exception> failure = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              try {
                body.run();
                failure.complete(null);
              } catch (Exception e) {
                failure.complete(e);
              } catch (Error e) {
                failure.completeExceptionally(e);
              }
            });
    thread.start();
    begun.await();
    return new BackgroundRun(thread, failure);
  }
}
