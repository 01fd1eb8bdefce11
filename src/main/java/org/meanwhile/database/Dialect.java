package org.meanwhile.database;

/** The differences between the supported databases, H2 and PostgreSQL. */
public interface Dialect {

  /** The folder of this database's migrations, on the class path. */
  String migrations();

  /** Returns the argument for this database; a SQL statement, mostly. */
  <T> T choose(T h2, T postgres);

  /** Whether each new version of a row adds an entry to every index of its table. */
  boolean updatesTouchEveryIndex();

  /**
   * Whether {@code LIMIT} counts the rows that {@code FOR UPDATE SKIP LOCKED} skips. Two such
   * statements at a time then find too few rows: run them one after the other.
   */
  boolean limitCountsLockedRows();

  /** Whether no other process can have this database open. */
  boolean isExclusive();
}
