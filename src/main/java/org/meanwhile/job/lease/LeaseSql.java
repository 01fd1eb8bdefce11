package org.meanwhile.job.lease;

/** The same for both databases. */
final class LeaseSql {
  private LeaseSql() {}

  /** Parameters: the incarnation, twice. */
  static final String WORKERS_INSERT =
      """
      INSERT INTO node (incarnation, name, started_at, seen_at, alive)
      SELECT CAST(? AS uuid), 'workers', CURRENT_TIMESTAMP,
             TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00', TRUE
       WHERE NOT EXISTS (SELECT 1 FROM node WHERE incarnation = ?)
      """;

  static final String OPERATION_INSERT =
      """
      INSERT INTO worker_operation (operation)
      SELECT CAST(? AS varchar(64))
       WHERE NOT EXISTS (SELECT 1 FROM worker_operation WHERE operation = ?)
      """;

  static final String OPERATIONS_DELETE = "DELETE FROM worker_operation WHERE operation = ANY (?)";

  /** A row that another node writes at the same time is as good. */
  static final String OPERATION_ASKED =
      """
      UPDATE worker_operation SET asked_at = CURRENT_TIMESTAMP
       WHERE operation = ? AND (asked_at IS NULL OR asked_at < CURRENT_TIMESTAMP - INTERVAL '4' SECOND)
      """;

  /** Operations for which no worker has asked for a minute. */
  static final String OPERATIONS_UNASKED =
      """
      SELECT operation FROM worker_operation
       WHERE asked_at IS NULL OR asked_at < CURRENT_TIMESTAMP - INTERVAL '1' MINUTE
      """;

  /** Orders the claims of an operation, so that they count its leases one after the other. */
  static final String OPERATION_LOCK =
      "SELECT operation FROM worker_operation WHERE operation = ? FOR UPDATE";

  static final String OPEN_BY_CALLER =
      """
      SELECT caller, COUNT(*) FROM worker_lease WHERE is_open = TRUE AND operation = ?
       GROUP BY caller
      """;

  static final String OPEN = "SELECT COUNT(*) FROM worker_lease WHERE is_open = TRUE";

  /** A new lease lapses after the time that it may stay unused. */
  static final String INSERT =
      """
      INSERT INTO worker_lease (token_sha256, job_id, claim, operation, caller, holder, worker,
                                lease_ms, leased_at, lapses_at, used, is_open, is_whole,
                                log_allowance, log_dropped, log_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP,
              CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND, FALSE, TRUE, TRUE,
              ?, 0, CURRENT_TIMESTAMP)
      """;

  static final String LABELS = "SELECT id, labels FROM job WHERE id = ANY (?)";

  /**
   * Of a lease whose job runs under it and is to go on. Parameters: the hash, the holder, the owner
   * of leased jobs.
   */
  static final String RENEW =
      """
      UPDATE worker_lease
         SET lapses_at = CURRENT_TIMESTAMP + lease_ms * INTERVAL '0.001' SECOND, used = TRUE
       WHERE token_sha256 = ? AND holder = ? AND is_open = TRUE AND lapses_at > CURRENT_TIMESTAMP
         AND EXISTS (SELECT 1 FROM job j
                      WHERE j.id = worker_lease.job_id AND j.claim = worker_lease.claim
                        AND j.owner = ? AND j.status IS NOT DISTINCT FROM 'RUNNING'
                        AND j.cancel_requested_at IS NULL
                        AND j.started_at + j.timeout_ms * INTERVAL '0.001' SECOND
                            > CURRENT_TIMESTAMP
                        AND (j.deadline_at IS NULL OR j.deadline_at > CURRENT_TIMESTAMP))
      """;

  /** A canceled job's lease is used as well, so that its worker may end it. */
  private static final String STATE =
      """
      SELECT l.token_sha256, l.job_id, l.claim, l.operation, l.holder, l.is_open, l.ended_as,
             l.lapses_at, l.lapses_at <= CURRENT_TIMESTAMP AS lapsed, l.used, l.lease_ms,
             l.content_id, l.media_type, l.file_name, l.is_whole, l.sha256, l.log_allowance,
             l.log_dropped,
             CAST(EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - l.log_at)) * 1000 AS BIGINT) AS log_age_ms,
             CAST(EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - l.leased_at)) * 1000 AS BIGINT)
               AS age_ms,
             (j.status = 'RUNNING' AND j.claim = l.claim) AS runs, j.cancel_requested_at,
             j.suspended_at, j.attempt, j.max_attempts, j.progress_done, j.progress_total,
             j.progress_unit, j.progress_message,
             (j.started_at + j.timeout_ms * INTERVAL '0.001' SECOND <= CURRENT_TIMESTAMP)
               AS timed_out,
             (j.deadline_at <= CURRENT_TIMESTAMP) AS too_late, j.timeout_ms
        FROM worker_lease l JOIN job j ON j.id = l.job_id
      """;

  static final String STATE_OF = STATE + " WHERE l.token_sha256 = ?";

  static final String STATES_OF = STATE + " WHERE l.token_sha256 = ANY (?)";

  /** Open leases that are over, the first to lapse first. Parameter: the most rows. */
  static final String DUE =
      STATE
          + """
             WHERE l.is_open = TRUE
               AND (l.lapses_at <= CURRENT_TIMESTAMP OR j.status <> 'RUNNING' OR j.claim <> l.claim
                    OR j.started_at + j.timeout_ms * INTERVAL '0.001' SECOND <= CURRENT_TIMESTAMP
                    OR j.deadline_at <= CURRENT_TIMESTAMP)
             ORDER BY l.lapses_at FETCH FIRST ? ROWS ONLY
            """;

  /** Locks a lease against its renewal and its end; the state is read behind the lock. */
  static final String LOCK =
      "SELECT token_sha256 FROM worker_lease WHERE token_sha256 = ? FOR UPDATE";

  /** The same for several, in their order: two transactions never wait for each other. */
  static final String LOCK_ALL =
      """
      SELECT token_sha256 FROM worker_lease WHERE token_sha256 = ANY (?)
       ORDER BY token_sha256 FOR UPDATE
      """;

  static final String CLOSE =
      "UPDATE worker_lease SET is_open = FALSE, ended_as = ? WHERE token_sha256 = ? AND is_open = TRUE";

  /** The lease was lost before: it has not ended its job. */
  static final String CLOSED_IN_VAIN =
      "UPDATE worker_lease SET ended_as = NULL WHERE token_sha256 = ?";

  /** Another output takes the place of the one before; it is not whole yet. */
  static final String OUTPUT_BEGUN =
      """
      UPDATE worker_lease
         SET content_id = ?, media_type = ?, file_name = ?, is_whole = FALSE, sha256 = NULL
       WHERE token_sha256 = ? AND is_open = TRUE
      """;

  /** Guarded by the content: another upload may have taken its place. */
  static final String OUTPUT_SENT =
      """
      UPDATE worker_lease SET is_whole = ?, sha256 = ?
       WHERE token_sha256 = ? AND content_id = ? AND is_open = TRUE
      """;

  /** Guarded by the content, and by an upload that goes on. */
  static final String OUTPUT_DIGESTED =
      """
      UPDATE worker_lease SET sha256 = ?
       WHERE token_sha256 = ? AND content_id = ? AND is_open = TRUE AND is_whole = TRUE
      """;

  static final String OUTPUT_REFUSED =
      """
      UPDATE worker_lease SET content_id = NULL, is_whole = FALSE, sha256 = NULL
       WHERE token_sha256 = ? AND content_id = ? AND is_open = TRUE
      """;

  static final String LOGGED =
      """
      UPDATE worker_lease SET log_allowance = ?, log_dropped = ?, log_at = CURRENT_TIMESTAMP
       WHERE token_sha256 = ?
      """;
}
