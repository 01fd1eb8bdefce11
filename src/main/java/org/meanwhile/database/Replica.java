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
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.OutageLog;
import org.meanwhile.platform.Settings;

/**
 * A streaming replica of the database, and the moment up to which it is known to be complete.
 *
 * <p>The clocks of two machines do not tell how far a replica lags; positions in the write-ahead
 * log do. Twice a second the primary is asked for the position it has written, and the replica for
 * the position it has replayed. A replica that has replayed the position written at a moment holds
 * everything that was committed before that moment. Its position never goes back while it runs; it
 * may go back when it is restarted.
 *
 * <p>A replica that fails is not asked for five seconds, so that one request at most waits for it
 * in that time, and for about a second only. Thread-safe.
 */
@ApplicationScoped
public class Replica {
  private static final System.Logger LOG = System.getLogger(Replica.class.getName());
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int ANSWER_TIMEOUT_MILLIS = 1_000;
  private static final int MAX_SAMPLES = 120;

  /** The position that the primary had written at a moment of {@link System#nanoTime}. */
  private record Sample(long nanos, long position) {}

  /** The position that the replica has replayed, and the time of its start. */
  private record Replayed(long position, String startedAt) {}

  private final OutageLog outage = new OutageLog(LOG, "reading the replica", failure -> true);
  private final ReentrantLock checking = new ReentrantLock();
  private final Deque<Sample> notReplayed = new ArrayDeque<>();

  /** Null until a check finds a position replayed since the replica's start or last failure. */
  private volatile @Nullable Sample lastReplayed;

  private String startedAt = "";
  private volatile long checkedNanos = System.nanoTime() - CHECK_NANOS;
  private volatile long failedNanos;
  private volatile boolean failed;
  private volatile boolean inUse;

  @Resource(lookup = "java:app/jdbc/meanwhile-read")
  private DataSource source;

  @Inject private Database primary;
  @Inject private Settings settings;

  /** Whether {@code meanwhile.db.read.url} names another database than the primary. */
  public boolean isConfigured() {
    return settings.readsFromReplica();
  }

  /**
   * Returns the moment of {@link System#nanoTime} before which every commit is in the replica;
   * empty when the replica lags by more than {@code meanwhile.db.read.max-lag}, or does not answer.
   *
   * <p>Asks both databases when the last check is 500 ms old, with one thread for all: the others
   * get what the last check found.
   */
  public OptionalLong completeUntilNanos() {
    if (System.nanoTime() - checkedNanos >= CHECK_NANOS && !isBackingOff() && checking.tryLock()) {
      try {
        check();
      } catch (DatabaseFailure e) {
        // What is known of the replica still holds, as long as it is fresh.
        LOG.log(Level.DEBUG, "cannot read the WAL position of the primary", e);
      } finally {
        checkedNanos = System.nanoTime();
        checking.unlock();
      }
    }
    Sample last = lastReplayed;
    OptionalLong completeUntil =
        last != null && isFresh(last) ? OptionalLong.of(last.nanos()) : OptionalLong.empty();
    logSwitch(completeUntil.isPresent());
    return completeUntil;
  }

  private boolean isFresh(Sample last) {
    return !failed
        && System.nanoTime() - last.nanos()
            <= settings.get(DatabaseSettings.READ_MAX_LAG).toNanos();
  }

  private void check() {
    long nanos = System.nanoTime();
    long written =
        primary
            .read(c -> Rows.query(c, PostgresDialect.WRITTEN_POSITION, row -> row.getLong(1)))
            .get(0);
    notReplayed.addLast(new Sample(nanos, written));
    if (notReplayed.size() > MAX_SAMPLES) {
      notReplayed.removeFirst();
    }
    read(c ->
            Rows.query(
                c,
                PostgresDialect.REPLAYED_POSITION,
                row -> new Replayed(row.getLong(1), row.getString(2))))
        .ifPresent(rows -> update(rows.get(0)));
  }

  private void update(Replayed replayed) {
    if (failed || !startedAt.equals(replayed.startedAt())) {
      lastReplayed = null;
      startedAt = replayed.startedAt();
    }
    while (!notReplayed.isEmpty() && notReplayed.peekFirst().position() <= replayed.position()) {
      lastReplayed = notReplayed.removeFirst();
    }
    failed = false;
  }

  /**
   * Reads from the replica, however far it lags. Empty when the replica does not answer within
   * about a second; it is then not used for five seconds.
   */
  public <T> Optional<T> read(Database.Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, ANSWER_TIMEOUT_MILLIS);
      Optional<T> answer = Optional.of(work.on(connection));
      outage.works();
      return answer;
    } catch (SQLException e) {
      failedNanos = System.nanoTime();
      failed = true;
      outage.failed(e);
      return Optional.empty();
    }
  }

  private boolean isBackingOff() {
    return failed && System.nanoTime() - failedNanos < BACK_OFF_NANOS;
  }

  private void logSwitch(boolean fresh) {
    if (fresh != inUse) {
      inUse = fresh;
      LOG.log(
          fresh ? Level.INFO : Level.WARNING,
          fresh ? "polls are read from the replica" : "polls are read from the primary");
    }
  }
}
