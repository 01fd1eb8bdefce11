package org.meanwhile.database;

/** PostgreSQL 15 and later. */
final class PostgresDialect implements Dialect {
  /** How far the log is written; not how far it is flushed, which may be less than is committed. */
  static final String WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')";

  /** How far a replica has replayed it, null on a database that is none; and since when it runs. */
  static final String REPLAYED =
      "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), pg_postmaster_start_time()";

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
  public boolean claimsOneByOne() {
    return false;
  }

  @Override
  public boolean exclusive() {
    return false;
  }
}
