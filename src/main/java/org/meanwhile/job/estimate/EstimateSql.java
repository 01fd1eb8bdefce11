package org.meanwhile.job.estimate;

final class EstimateSql {
  private EstimateSql() {}

  /**
   * The living nodes that claim jobs. Parameter: after how many milliseconds one counts as dead.
   */
  static final String SLOTS_OF_NODES =
      """
      SELECT slots FROM node
       WHERE alive AND slots > 0 AND draining IS NOT TRUE
         AND seen_at > CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  /**
   * What runs on nodes, so no groups and nothing that workers have leased. Parameters: after how
   * many milliseconds a node counts as dead, the most rows.
   */
  static final String RUNNING =
      """
      SELECT j.id, j.caller, j.operation, j.started_at, j.cancel_requested_at, j.timeout_ms,
             j.deadline_at, j.progress_done, j.progress_total, j.progress_at,
             j.progress_per_second, j.progress_gap_ms, n.incarnation
        FROM job j
        LEFT JOIN node n ON n.incarnation = j.owner AND n.alive
         AND n.seen_at > CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
       WHERE j.status = 'RUNNING' AND j.owner IS NOT NULL
         AND j.owner <> CAST('6d65616e-7768-8c65-8000-776f726b6572' AS uuid) FETCH FIRST ? ROWS ONLY
      """;

  /** The queue of one caller. H2 uses its index when ORDER BY names all columns of the index. */
  static final String QUEUE =
      """
      SELECT id, operation FROM job
       WHERE status = 'WAITING' AND scheduled = FALSE AND caller = ?
         AND run_at <= CURRENT_TIMESTAMP
       ORDER BY status, scheduled, caller, priority DESC, run_at, id FETCH FIRST ? ROWS ONLY
      """;

  /**
   * Operations that are paused, or done by workers elsewhere: their jobs keep no other job waiting.
   */
  static final String PAUSED =
      "SELECT operation FROM operation_pause UNION SELECT operation FROM worker_operation";

  static final String HISTORIES = "SELECT operation, mean_ms, recent_ms FROM operation_run";

  static final String HISTORY_LOCK =
      "SELECT recent_ms FROM operation_run WHERE operation = ? FOR UPDATE";

  /** The mean is for nodes of the version before. */
  static final String HISTORY_UPDATE =
      """
      UPDATE operation_run SET mean_ms = mean_ms + (? - mean_ms) * ?, recent_ms = ?
       WHERE operation = ?
      """;

  static final String HISTORY_INSERT =
      """
      INSERT INTO operation_run (mean_ms, recent_ms, operation)
      SELECT CAST(? AS DOUBLE PRECISION), CAST(? AS varchar(1024)), CAST(? AS varchar(64))
       WHERE NOT EXISTS (SELECT 1 FROM operation_run WHERE operation = ?)
      """;
}
