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
 * Limits the bytes that a caller has stored: outputs that are not deleted, and files, which are
 * kept until their jobs expire ({@code meanwhile.caller.max-bytes}).
 *
 * <p>One thread sums up the bytes of all callers from an index, at most every 2 s and less often
 * when that takes long. While it runs, other threads use the previous sums. Files that this node
 * has accepted since are added. So the quota may be exceeded by what other nodes took since, and by
 * the outputs of jobs that were accepted below it; a caller above it creates no jobs until there is
 * room.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class StorageQuota {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);

  /** The sums are reused for 50 × as long as they took, up to the limit of {@link CachedValue}. */
  private static final int COST_FACTOR = 50;

  private static final Duration MIN_WAIT = TIME_TO_LIVE;
  private static final Duration MAX_WAIT = Duration.ofHours(1);

  private static final class Sums {
    private final Map<String, Long> stored = new HashMap<>();
    private final Map<String, Long> takenSince = new ConcurrentHashMap<>();
    private final Map<String, Duration> untilRoom = new ConcurrentHashMap<>();

    private long of(String caller) {
      return stored.getOrDefault(caller, 0L) + takenSince.getOrDefault(caller, 0L);
    }
  }

  private Database database;
  private CachedValue<Sums> sums;

  /** For the container's proxy. */
  protected StorageQuota() {}

  @Inject
  public StorageQuota(Database database) {
    this.database = database;
    this.sums = new CachedValue<>(TIME_TO_LIVE, COST_FACTOR, this::read);
  }

  /**
   * Counts the file of one more job of a caller.
   *
   * @param fileBytes 0 without a file
   * @throws QuotaExceeded when the caller has stored {@code maxBytes}, or would exceed them
   */
  public void admit(String caller, long fileBytes, long maxBytes) {
    Sums known = sums();
    long stored = known.of(caller);
    if (stored >= maxBytes || stored + fileBytes > maxBytes) {
      throw new QuotaExceeded(
          QuotaExceeded.Quota.BYTES,
          known.untilRoom.computeIfAbsent(caller, this::untilFirstExpiry));
    }
    if (fileBytes > 0) {
      known.takenSince.merge(caller, fileBytes, Long::sum);
    }
  }

  /** Takes back one {@link #admit}: nothing was stored. */
  public void release(String caller, long fileBytes) {
    if (fileBytes > 0) {
      sums().takenSince.merge(caller, -fileBytes, Long::sum);
    }
  }

  /** While the database is away, a request that needs it must not wait for it twice. */
  private Sums sums() {
    return database.isAway() ? sums.known(new Sums()) : sums.get();
  }

  private Duration untilFirstExpiry(String caller) {
    Duration wait =
        database
            .read(
                c ->
                    Rows.query(
                        c, QuotaSql.SECONDS_TO_FIRST_EXPIRY, row -> row.getLong(1), caller, caller))
            .stream()
            .map(Duration::ofSeconds)
            .findFirst()
            .orElse(MAX_WAIT);
    return RetryWait.within(wait, MIN_WAIT, MAX_WAIT);
  }

  private Sums read() {
    Sums fresh = new Sums();
    database.read(
        c ->
            Rows.query(
                c,
                QuotaSql.STORED_BY_CALLER,
                row -> fresh.stored.merge(row.getString(1), row.getLong(2), Long::sum)));
    return fresh;
  }
}
