package org.meanwhile.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.meanwhile.platform.Settings;

/**
 * A streaming replica of the database, and how much of it can be believed.
 *
 * <p>Clocks of two machines say nothing about that, positions in the log do: twice a second the
 * primary is asked how far it has written, and the replica how far it has replayed. When it has
 * replayed what was written at a moment, it holds all that was committed before that moment. It
 * does not go back while it runs; when it was restarted, it may.
 *
 * <p>A replica that fails is left alone for a few seconds, so that only one request in that time
 * waits for it, and not for long.
 */
@ApplicationScoped
public class Replica {
  private static final System.Logger LOG = System.getLogger(Replica.class.getName());
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LEFT_ALONE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int ANSWER_MILLIS = 1_000;
  private static final int MOST_SAMPLES = 120;

  /** How far the primary had written at some moment. */
  private record Sample(long nanos, long position) {}

  private record Replayed(long position, String runningSince) {}

  private final ReentrantLock checking = new ReentrantLock();
  private final Deque<Sample> ahead = new ArrayDeque<>();
  private volatile Sample reached;
  private String runningSince = "";
  private volatile long checkedNanos = System.nanoTime() - CHECK_NANOS;
  private volatile long failedNanos;
  private volatile boolean failed;
  private volatile boolean believed;

  @Resource(lookup = "java:app/jdbc/meanwhile-read")
  private DataSource source;

  @Inject private Database primary;
  @Inject private Settings settings;

  /** Whether there is one at all. */
  public boolean isThere() {
    return settings.readsFromReplica();
  }

  /**
   * The moment ({@link System#nanoTime}) before which all that was committed is in it; empty when
   * it lags by more than it may, or does not answer. Asks it when that is not known well enough.
   */
  public OptionalLong holdsAllBefore() {
    if (System.nanoTime() - checkedNanos >= CHECK_NANOS && !isLeftAlone() && checking.tryLock()) {
      try {
        check();
      } catch (DatabaseFailure e) {
        // The primary does not answer: what is known of the replica holds as long as it is fresh.
        LOG.log(Level.DEBUG, "how far the primary has written is not known", e);
      } finally {
        checkedNanos = System.nanoTime();
        checking.unlock();
      }
    }
    Sample last = reached;
    boolean fresh =
        last != null
            && !failed
            && System.nanoTime() - last.nanos()
                <= settings.get(DatabaseSettings.READ_MAX_LAG).toNanos();
    tell(fresh);
    return fresh ? OptionalLong.of(last.nanos()) : OptionalLong.empty();
  }

  private void check() {
    long nanos = System.nanoTime();
    long written =
        primary.read(c -> Rows.query(c, PostgresDialect.WRITTEN, row -> row.getLong(1)).get(0));
    ahead.addLast(new Sample(nanos, written));
    if (ahead.size() > MOST_SAMPLES) {
      ahead.removeFirst();
    }
    read(c ->
            Rows.query(
                c, PostgresDialect.REPLAYED, row -> new Replayed(row.getLong(1), row.getString(2))))
        .ifPresent(answer -> learn(answer.get(0)));
  }

  private void learn(Replayed replayed) {
    if (failed || !runningSince.equals(replayed.runningSince())) {
      reached = null;
      runningSince = replayed.runningSince();
    }
    while (!ahead.isEmpty() && ahead.peekFirst().position() <= replayed.position()) {
      reached = ahead.removeFirst();
    }
    failed = false;
  }

  /** What it answers; empty when it does not, within about a second. */
  public <T> Optional<T> read(Database.Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
      return Optional.of(work.on(connection));
    } catch (SQLException e) {
      failedNanos = System.nanoTime();
      failed = true;
      LOG.log(Level.WARNING, "the replica does not answer: " + e);
      return Optional.empty();
    }
  }

  private boolean isLeftAlone() {
    return failed && System.nanoTime() - failedNanos < LEFT_ALONE_NANOS;
  }

  private void tell(boolean fresh) {
    if (fresh != believed) {
      believed = fresh;
      LOG.log(
          fresh ? Level.INFO : Level.WARNING,
          fresh ? "polls are read from the replica" : "polls are read from the primary");
    }
  }
}
