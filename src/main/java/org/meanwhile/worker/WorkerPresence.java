package org.meanwhile.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.meanwhile.job.lease.Worker;
import org.meanwhile.job.lease.Workers;

/**
 * Tells who asks for jobs on this node. It is stored every few seconds, apart from the claims: a
 * worker waits for a job, not for the list of workers.
 *
 * <p>Thread-safe; one thread at a time stores.
 */
@ApplicationScoped
public class WorkerPresence {
  /** What is beyond is told when it asks again. */
  private static final int MAX_UNSTORED = 10_000;

  private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);

  @Inject private Workers workers;
  private final Map<Worker, Set<String>> unstored = new ConcurrentHashMap<>();
  private long forgotNanos = System.nanoTime() - FORGET_NANOS;

  /** A worker has asked for jobs. */
  void asked(WorkerAsk ask) {
    if (unstored.size() < MAX_UNSTORED) {
      unstored.put(ask.worker(), ask.operations());
    }
  }

  /** Stores who has asked since the last time, and forgets who was not heard for long. */
  void store() {
    Map<Worker, Set<String>> asked = new HashMap<>(unstored);
    if (!asked.isEmpty()) {
      workers.asked(asked);
      asked.forEach(unstored::remove);
    }
    if (System.nanoTime() - forgotNanos >= FORGET_NANOS) {
      workers.forget();
      forgotNanos = System.nanoTime();
    }
  }
}
