package org.meanwhile.database;

/** PostgreSQL 15 and later. */
final class PostgresDialect implements Dialect {
  /**
   * The position up to which the write-ahead log is written. The position up to which it is flushed
   * would not do: that may be behind what is committed.
   */
  static final String WRITTEN_POSITION =
      "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')";

  /**
   * The position up to which a replica has replayed the log, null on a database that is no replica;
   * and the time at which the replica was started.
   */
  static final String REPLAYED_POSITION =
      "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), pg_postmaster_start_time()";

  /** Whether the session can write; it cannot on a replica, nor where an operator forbids it. */
  static final String READ_ONLY =
      "SELECT CAST(current_setting('transaction_read_only') AS boolean)";

  @Override
  public String migrations() {
    return "db/migration/postgresql";
  }

  @Override
  public <T> T choose(T h2, T postgres) {
    return postgres;
  }

  @Override
  public boolean updatesTouchEveryIndex() {
    return true;
  }

  @Override
  public boolean limitCountsLockedRows() {
    return false;
  }

  @Override
  public boolean isExclusive() {
    return false;
  }
}
