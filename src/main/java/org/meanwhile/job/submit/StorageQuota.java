package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.database.CachedValue;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;

/**
 * How much callers have stored: outputs that are kept, and files of jobs that have not ended.
 *
 * <p>Summed up for all of them from an index, at most every few seconds and less often when that
 * takes long, by one thread while the others take the sums as they were; and what this node took in
 * since is added. So the limit may be passed by what was stored elsewhere, and by the outputs of
 * the jobs that were accepted below it; a caller that is over it creates nothing until there is
 * room.
 */
@ApplicationScoped
public class StorageQuota {
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** Of the time: so much of it is not spent on summing up. */
  private static final int MOST_EFFORT = 50;

  private static final Duration LEAST_WAIT = FRESH;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final class Sums {
    private final Map<String, Long> bytes = new HashMap<>();
    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final Map<String, Duration> waits = new ConcurrentHashMap<>();

    private long of(String caller) {
      return bytes.getOrDefault(caller, 0L) + since.getOrDefault(caller, 0L);
    }
  }

  private Database database;
  private CachedValue<Sums> sums;

  /** For the container's proxy. */
  protected StorageQuota() {}

  /** What is stored in the given database. */
  @Inject
  public StorageQuota(Database database) {
    this.database = database;
    this.sums = new CachedValue<>(FRESH, MOST_EFFORT, this::read);
  }

  /**
   * Counts what comes with one more job of a caller in.
   *
   * @param more bytes of the file that comes with it, or 0
   * @throws QuotaExceeded when it has stored as much as it may, or would have more with this file
   */
  void admit(String caller, long more, long most) {
    Sums known = sums.get();
    long stored = known.of(caller);
    if (stored >= most || stored + more > most) {
      throw new QuotaExceeded(
          QuotaExceeded.Quota.BYTES, known.waits.computeIfAbsent(caller, this::untilFirstExpiry));
    }
    if (more > 0) {
      known.since.merge(caller, more, Long::sum);
    }
  }

  /** Nothing was stored of what was counted in. */
  void release(String caller, long more) {
    if (more > 0) {
      sums.get().since.merge(caller, -more, Long::sum);
    }
  }

  private Duration untilFirstExpiry(String caller) {
    Duration wait =
        database
            .read(
                c -> Rows.query(c, QuotaSql.SECONDS_TO_FIRST_EXPIRY, row -> row.getLong(1), caller))
            .stream()
            .map(Duration::ofSeconds)
            .findFirst()
            .orElse(LONGEST_WAIT);
    return AdmissionControl.within(wait, LEAST_WAIT, LONGEST_WAIT);
  }

  private Sums read() {
    Sums fresh = new Sums();
    database.read(
        c ->
            Rows.query(
                c,
                QuotaSql.STORED_BY_CALLER,
                row -> fresh.bytes.merge(row.getString(1), row.getLong(2), Long::sum)));
    return fresh;
  }
}
