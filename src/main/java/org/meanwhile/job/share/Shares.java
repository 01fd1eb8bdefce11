package org.meanwhile.job.share;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;

/**
 * Stores shares. Does not check whose job it is: its callers have done so.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Shares {
  private Database database;

  /** For the container's proxy. */
  protected Shares() {}

  @Inject
  public Shares(Database database) {
    this.database = database;
  }

  /**
   * Shares an output. A lock on the job's row orders this with a deletion of the output at the same
   * time, and makes the limit exact.
   *
   * @param secretSha256 in lower-case hexadecimal
   * @param lasts the share ends after this time, or with the output if that is earlier
   * @param max the most shares that the output may have at a time
   * @return empty when there is no output to share by now
   * @throws TooManyShares when the output has {@code max} shares
   */
  public Optional<Share> share(JobId job, String secretSha256, Duration lasts, int max) {
    return database.transaction(
        c -> {
          Rows.query(c, ShareSql.JOB_LOCK, row -> Rows.uuid(row, 1), job.value());
          if (Rows.query(c, ShareSql.SHAREABLE, row -> row.getInt(1), job.value()).isEmpty()) {
            return Optional.empty();
          }
          List<Share> before = Rows.query(c, ShareSql.SHARES_OF, Share::of, job.value());
          if (before.size() >= max) {
            throw new TooManyShares(untilOneEnds(c, before));
          }
          UUID id = UUID.randomUUID();
          Rows.update(c, ShareSql.SHARE_INSERT, id, secretSha256, lasts.toMillis(), job.value());
          return Rows.query(c, ShareSql.SHARE_BY_HASH, Share::of, secretSha256).stream()
              .findFirst();
        });
  }

  private static Duration untilOneEnds(Connection c, List<Share> shares) throws SQLException {
    Instant now = Rows.now(c);
    Instant first = shares.stream().map(Share::expiresAt).min(Instant::compareTo).orElseThrow();
    return Duration.between(now, first);
  }

  /** Lists the shares of an output that have not ended, the oldest first. */
  public List<Share> of(JobId job) {
    return database.read(c -> Rows.query(c, ShareSql.SHARES_OF, Share::of, job.value()));
  }

  /** Finds a share by the hash of its secret; empty when there is none, or it has ended. */
  public Optional<Share> find(String secretSha256) {
    return database
        .read(c -> Rows.query(c, ShareSql.SHARE_BY_HASH, Share::of, secretSha256))
        .stream()
        .findFirst();
  }

  /** Ends a share; false when there is none. Repeating it changes nothing. */
  public boolean revoke(JobId job, UUID share) {
    return database.transaction(c -> Rows.update(c, ShareSql.SHARE_DELETE, share, job.value())) > 0;
  }
}
