package org.meanwhile.job;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.meanwhile.database.TappedSource;
import org.meanwhile.database.TestDatabase;
import org.meanwhile.job.submit.SubmitSql;

/**
 * Two transactions at a time: the first has executed its statements and not committed yet while the
 * second begins, so that each race has a known winner.
 */
public final class Race<T> {
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          body -> {
            Thread thread = new Thread(body, "race");
            thread.setDaemon(true);
            return thread;
          });

  private static final Pattern WRITING = Pattern.compile("\\b(INSERT|UPDATE|DELETE|MERGE)\\s");
  private static final Set<Race<?>> OPEN = ConcurrentHashMap.newKeySet();

  private final TestDatabase db;
  private final CountDownLatch released = new CountDownLatch(1);
  private final Future<T> first;

  private Race(TestDatabase db, Callable<T> work) throws Exception {
    this.db = db;
    CompletableFuture<Void> reached = new CompletableFuture<>();
    TappedSource.Tap hold =
        new TappedSource.Tap() {
          private boolean wrote;

          @Override
          public String statement(String sql) {
            wrote |= WRITING.matcher(sql).find();
            return sql;
          }

          @Override
          public void commit(Connection connection) throws SQLException {
            if (wrote) {
              reached.complete(null);
              awaitRelease();
            }
            connection.commit();
          }
        };
    OPEN.add(this);
    this.first = THREADS.submit(() -> db.tapped().with(hold, work));
    reached.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
  }

  /** Runs the first transaction up to its commit. */
  public static <T> Race<T> first(TestDatabase db, Callable<T> work) throws Exception {
    return new Race<>(db, work);
  }

  /** Runs something on a thread of its own. */
  public static <T> Future<T> run(Callable<T> work) {
    return THREADS.submit(work);
  }

  /**
   * Runs the second transaction until it waits for the first, in the database or between retries,
   * or to its end when it need not wait.
   */
  public <U> Future<U> second(Callable<U> work) {
    AtomicInteger inserts = new AtomicInteger();
    TappedSource.Tap count =
        new TappedSource.Tap() {
          @Override
          public String statement(String sql) {
            if (sql.equals(SubmitSql.JOBS_INSERT)) {
              inserts.incrementAndGet();
            }
            return sql;
          }
        };
    Future<U> second = THREADS.submit(() -> db.tapped().with(count, work));
    await("second in a race")
        .atMost(LONGEST)
        .until(() -> second.isDone() || inserts.get() > 1 || db.somebodyWaits());
    return second;
  }

  /** Commits the first transaction. */
  public T commit() throws Exception {
    released.countDown();
    return get(first);
  }

  public static <T> T get(Future<T> future) throws Exception {
    return future.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
  }

  /** Ends the transactions that a failed test left open. */
  public static void endAll() {
    OPEN.forEach(race -> race.released.countDown());
    OPEN.clear();
  }

  private void awaitRelease() {
    try {
      if (!released.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let the commit go");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
