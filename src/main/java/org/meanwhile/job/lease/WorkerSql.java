package org.meanwhile.job.lease;

/** The same for both databases. */
final class WorkerSql {
  private WorkerSql() {}

  static final String ASKED =
      """
      UPDATE worker SET operations = ?, asked_at = CURRENT_TIMESTAMP WHERE caller = ? AND name = ?
      """;

  /**
   * Parameters: caller, name, operations, caller, name, caller, and how many workers of a caller
   * are known at most.
   */
  static final String INSERT =
      """
      INSERT INTO worker (caller, name, operations, since, asked_at)
      SELECT CAST(? AS varchar(255)), CAST(? AS varchar(100)), CAST(? AS varchar(6500)),
             CURRENT_TIMESTAMP, CURRENT_TIMESTAMP
       WHERE NOT EXISTS (SELECT 1 FROM worker WHERE caller = ? AND name = ?)
         AND (SELECT COUNT(*) FROM worker WHERE caller = ?) < ?
      """;

  /** A worker that holds a lease is at work, however long ago it asked. Parameter: the age. */
  static final String FORGET =
      """
      DELETE FROM worker
       WHERE asked_at < CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
         AND NOT EXISTS (SELECT 1 FROM worker_lease l
                          WHERE l.is_open = TRUE AND l.holder = worker.caller
                            AND COALESCE(l.worker, '') = worker.name)
      """;

  /** Those that asked last are first. Parameters: the most rows. */
  static final String ALL =
      """
      SELECT caller, name, operations, since, asked_at FROM worker
       ORDER BY asked_at DESC, caller, name FETCH FIRST ? ROWS ONLY
      """;

  /** Parameters: the caller, the most rows. */
  static final String OF_CALLER =
      """
      SELECT caller, name, operations, since, asked_at FROM worker WHERE caller = ?
       ORDER BY asked_at DESC, name FETCH FIRST ? ROWS ONLY
      """;

  /** A lease was renewed its time before it lapses; one that is not used yet never was. */
  private static final String LEASES =
      """
      SELECT holder, COALESCE(worker, '') AS worker, job_id, operation, leased_at,
             CASE WHEN used THEN lapses_at - lease_ms * INTERVAL '0.001' SECOND ELSE leased_at END
               AS renewed_at,
             lapses_at
        FROM worker_lease WHERE is_open = TRUE
      """;

  /** The oldest first. Parameter: the most rows. */
  static final String ALL_LEASES = LEASES + " ORDER BY leased_at FETCH FIRST ? ROWS ONLY";

  /** Parameters: the holder, the most rows. */
  static final String LEASES_OF_CALLER =
      LEASES + " AND holder = ? ORDER BY leased_at FETCH FIRST ? ROWS ONLY";
}
