package org.meanwhile.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.Service;
import org.meanwhile.platform.StopTime;

/**
 * Keeps the container's pool, transactions and EJBs from writing a stack trace for each failure of
 * a database that is away: the 60,000 lines of two minutes would hide the one that matters, which
 * {@link DatabaseState} writes.
 *
 * <p>What says only that the database is away is dropped. Other warnings of these loggers, and all
 * that the pool tells, are written, the same one once a minute. The loggers are Payara's; on
 * another server none of them exists, and this does nothing.
 */
@ApplicationScoped
public class ContainerLogs implements Service {
  private static final String POOL = "javax.enterprise.resource.resourceadapter.com.sun.";
  private static final List<String> NAMES =
      List.of(
          POOL + "gjc.spi",
          POOL + "gjc.spi.jdbc40",
          POOL + "enterprise.connectors",
          POOL + "enterprise.resource",
          POOL + "enterprise.resource.allocator",
          POOL + "enterprise.resource.pool",
          POOL + "enterprise.resource.rm",
          "javax.enterprise.resource.jta.com.sun.enterprise.transaction",
          "jakarta.enterprise.ejb.container");

  /** The log manager itself forgets loggers that nobody holds, and their filters. */
  private final List<Logger> held = new ArrayList<>();

  @Override
  public Phase phase() {
    return Phase.WATCH;
  }

  @Override
  public boolean isWanted() {
    return true;
  }

  @Override
  public void start() {
    for (String name : NAMES) {
      Logger logger = Logger.getLogger(name);
      if (logger.getFilter() == null) {
        logger.setFilter(new OutageFilter());
        held.add(logger);
      }
    }
  }

  @Override
  public void stop(StopTime time) {
    held.forEach(logger -> logger.setFilter(null));
    held.clear();
  }

  /** For one logger. Thread-safe. */
  static final class OutageFilter implements Filter {
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** The begin of a message tells its kind; the rest varies. */
    private static final int KIND_CHARS = 24;

    private static final int MAX_KINDS = 1000;

    private final Map<String, Long> written = new ConcurrentHashMap<>();

    @Override
    public boolean isLoggable(LogRecord record) {
      if (isOutage(record.getThrown())) {
        return false;
      }
      boolean isNote = record.getLevel().intValue() < Level.WARNING.intValue();
      return isNote && !isOfPool(record) || isDue(kind(record));
    }

    private static boolean isOutage(@Nullable Throwable thrown) {
      return thrown != null && DatabaseFailure.isUnavailable(thrown);
    }

    /** The pool tells at INFO of each connection that it found broken. */
    private static boolean isOfPool(LogRecord record) {
      return String.valueOf(record.getLoggerName()).startsWith(POOL);
    }

    private static String kind(LogRecord record) {
      String message = String.valueOf(record.getMessage());
      return message.substring(0, Math.min(KIND_CHARS, message.length()));
    }

    private boolean isDue(String kind) {
      if (written.size() > MAX_KINDS) {
        written.clear();
      }
      long now = System.nanoTime();
      Long last = written.get(kind);
      return (last == null || now - last > PERIOD_NANOS)
          && (last == null
              ? written.putIfAbsent(kind, now) == null
              : written.replace(kind, last, now));
    }
  }
}
