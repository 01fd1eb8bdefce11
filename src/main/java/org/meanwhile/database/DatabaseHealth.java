package org.meanwhile.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Reports the node as ready while the database answers within 2 s, has been migrated, and takes
 * writes.
 *
 * <p>The look has a thread of its own, which may wait for longer; those who ask meanwhile do not
 * wait with it.
 */
@Readiness
@ApplicationScoped
public class DatabaseHealth implements HealthCheck {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** How long an answer is reused, however many ask. */
  private static final Duration FRESH = Duration.ofMillis(500);

  private static final Duration ABANDONED = Duration.ofSeconds(15);

  @Resource private ManagedExecutorService executor;
  @Inject private Database database;
  private final Lock asking = new ReentrantLock();
  private volatile @Nullable Answer latest;
  private @Nullable Future<Boolean> look;
  private long begunNanos;

  private record Answer(boolean inTime, long nanos) {
    private boolean isFresh() {
      return System.nanoTime() - nanos < FRESH.toNanos();
    }
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(latest()).build();
  }

  /**
   * One thread asks; others who come meanwhile take the answer before, so that none waits for
   * another.
   */
  private boolean latest() {
    Answer known = latest;
    if (known != null && (known.isFresh() || !asking.tryLock())) {
      return known.inTime();
    }
    if (known == null) {
      asking.lock();
    }
    try {
      Answer current = latest;
      if (current == null || !current.isFresh()) {
        current = new Answer(answersInTime(), System.nanoTime());
        latest = current;
      }
      return current.inTime();
    } finally {
      asking.unlock();
    }
  }

  private boolean answersInTime() {
    try {
      return look().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | RuntimeException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Future<Boolean> look() {
    Future<Boolean> present = look;
    if (present == null || present.isDone() || isAbandoned()) {
      Database looks = database.within(Database.LOOK_LIMIT);
      present = executor.submit(() -> looks.isMigrated() && looks.isReachable());
      look = present;
      begunNanos = System.nanoTime();
    }
    return present;
  }

  /**
   * The limits of connections and statements end each look long before. But the container drops a
   * task that it gets while it starts the application, and its end would be waited for in vain.
   */
  private boolean isAbandoned() {
    return System.nanoTime() - begunNanos > ABANDONED.toNanos();
  }
}
