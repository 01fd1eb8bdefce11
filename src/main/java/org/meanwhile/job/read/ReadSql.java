package org.meanwhile.job.read;

/** Polls, changes and estimates. */
final class ReadSql {
  private ReadSql() {}

  static final String VIEWS =
      """
      SELECT j.id, j.operation, j.caller, j.status, j.priority, j.run_at, j.attempt,
             j.max_attempts, j.version, j.created_at, j.started_at, j.finished_at,
             j.cancel_requested_at, j.removed_at, j.expires_at, j.deadline_at, j.timeout_ms, j.retain_ms,
             j.labels, j.callback,
             j.progress_done, j.progress_total, j.progress_unit, j.progress_message,
             j.progress_at, j.progress_per_second, j.progress_gap_ms,
             j.error_status, j.error_code, j.error_message,
             j.rerun_of, j.group_id, j.schedule, j.caller_groups, j.scheduled, j.suspended_at,
             j.held_run_at, j.waits_for, j.error_job, j.group_position, j.members,
             j.reused_as, j.reused_of, j.left_at, j.gone_at,
             COALESCE(j.expires_at <= CURRENT_TIMESTAMP, FALSE) AS expired,
             o.content_id, o.media_type, o.name, o.size_bytes, o.sha256,
             o.created_at AS output_created_at, o.deleted_at AS output_deleted_at
        FROM job j LEFT JOIN output o ON o.job_id = j.id
       WHERE j.id = ANY (?) AND (j.gone_at IS NULL OR j.gone_at > CURRENT_TIMESTAMP)
      """;

  static final String CHILDREN =
      """
      SELECT DISTINCT child FROM job_after WHERE parent = ANY (?) FETCH FIRST ? ROWS ONLY
      """;

  /**
   * Finds the given jobs whose version has changed or whose record is gone. A subquery for each row
   * rather than a join: so the planner uses the index, however many rows it expects.
   */
  static final String CHANGED =
      """
      SELECT w.id
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS bigint ARRAY)) AS w (id, version)
       WHERE w.version IS DISTINCT FROM
             (SELECT j.version FROM job j
               WHERE j.id = w.id AND (j.gone_at IS NULL OR j.gone_at > CURRENT_TIMESTAMP))
      """;

  /**
   * The changes of ended jobs by all transactions from a given one on, and what tells whether these
   * are all. One row at least. Of PostgreSQL: a statement sees the table and the open transactions
   * at the same moment.
   */
  static final String ENDED_CHANGES =
      """
      SELECT s.open_transaction,
             COALESCE((SELECT MAX(f.transaction_id) FROM ended_job_change_floor f),
                      9223372036854775807) AS kept_from,
             pg_postmaster_start_time() AS server, CURRENT_TIMESTAMP AS now,
             c.job_id, c.changed_at
        FROM (SELECT txid_snapshot_xmin(txid_current_snapshot()) AS open_transaction) s
             LEFT JOIN (SELECT job_id, changed_at FROM ended_job_change
                         WHERE transaction_id >= ? FETCH FIRST ? ROWS ONLY) c ON TRUE
      """;

  /** The jobs that run on nodes. */
  static final String RUNNING_ON =
      "SELECT id FROM job WHERE owner = ANY (?) AND status = 'RUNNING'";
}
