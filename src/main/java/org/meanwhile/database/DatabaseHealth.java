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
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Reports the node as ready while the database answers within 2 s, has been migrated, and takes
 * writes.
 *
 * <p>The look has a thread of its own, which may wait for longer; those who ask meanwhile share it.
 */
@Readiness
@ApplicationScoped
public class DatabaseHealth implements HealthCheck {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final Duration ABANDONED = Duration.ofSeconds(15);

  @Resource private ManagedExecutorService executor;
  @Inject private Database database;
  private @Nullable Future<Boolean> look;
  private long begunNanos;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(answersInTime()).build();
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

  private synchronized Future<Boolean> look() {
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
