package org.meanwhile.job.group;

final class GroupSql {
  private GroupSql() {}

  static final String INSERT =
      """
      INSERT INTO group_state (job_id, stop_on, base, total, settled, settled_succeeded,
                               settled_failed, settled_canceled, changed_at, look_at, is_open)
      VALUES (?, ?, ?, ?, 0, 0, 0, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, TRUE)
      """;

  static final String BEGIN =
      """
      UPDATE job SET members = ?, progress_done = 0, progress_total = ?, progress_unit = 'jobs'
       WHERE id = ?
      """;

  static final String ANY_OPEN =
      "SELECT job_id FROM group_state WHERE is_open FETCH FIRST 1 ROW ONLY";

  static final String DUE =
      """
      SELECT job_id FROM group_state
       WHERE is_open AND look_at <= CURRENT_TIMESTAMP
       ORDER BY look_at FETCH FIRST ? ROWS ONLY
      """;

  /** The groups of some jobs that are members. */
  static final String GROUPS_OF =
      """
      SELECT DISTINCT group_id FROM job WHERE id = ANY (?) AND group_position IS NOT NULL
      """;

  /** The jobs among these that are groups whose members may still run. */
  static final String GROUPS_AMONG =
      "SELECT job_id FROM group_state WHERE job_id = ANY (?) AND is_open";

  /** A group that is locked is being looked at by another node. */
  static final String LOCK =
      """
      SELECT stop_on, total, settled, settled_succeeded, settled_failed, settled_canceled,
             changed_at <= CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND AS may_change
        FROM group_state WHERE job_id = ? AND is_open FOR UPDATE SKIP LOCKED
      """;

  /**
   * Members from a place on, by status, and the place of the first that has not ended. One that has
   * left its run is canceled, although the run goes on for others.
   */
  static final String COUNT =
      """
      SELECT CASE WHEN left_at IS NULL THEN status ELSE 'CANCELED' END AS status,
             COUNT(*) AS jobs,
             MIN(CASE WHEN finished_at IS NULL THEN group_position END) AS unfinished
        FROM job WHERE group_id = ? AND group_position >= ?
       GROUP BY CASE WHEN left_at IS NULL THEN status ELSE 'CANCELED' END
      """;

  /** Members of a range of places, which have all ended. */
  static final String COUNT_SETTLED =
      """
      SELECT CASE WHEN left_at IS NULL THEN status ELSE 'CANCELED' END AS status,
             COUNT(*) AS jobs
        FROM job WHERE group_id = ? AND group_position >= ? AND group_position < ?
       GROUP BY CASE WHEN left_at IS NULL THEN status ELSE 'CANCELED' END
      """;

  static final String SETTLE =
      """
      UPDATE group_state SET settled = ?, settled_succeeded = ?, settled_failed = ?,
             settled_canceled = ?
       WHERE job_id = ?
      """;

  static final String JOB_LOCK =
      """
      SELECT status, caller, operation, callback, cancel_requested_at, members FROM job
       WHERE id = ? FOR UPDATE
      """;

  static final String CHANGED =
      "UPDATE group_state SET changed_at = CURRENT_TIMESTAMP WHERE job_id = ?";

  static final String CLOSE = "UPDATE group_state SET is_open = FALSE WHERE job_id = ?";

  static final String LOOK_LATER =
      """
      UPDATE group_state
         SET look_at = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
       WHERE job_id = ?
      """;

  /** A group that has started stays so. It has no owner: no node runs it. */
  static final String PROGRESS =
      """
      UPDATE job SET members = ?, progress_done = ?, progress_total = ?, progress_unit = 'jobs',
             status = CASE WHEN CAST(? AS BOOLEAN) THEN 'RUNNING' ELSE status END,
             started_at = CASE WHEN CAST(? AS BOOLEAN)
                               THEN COALESCE(started_at, CURRENT_TIMESTAMP) ELSE started_at END,
             version = version + 1
       WHERE id = ?
      """;

  /** The counts of a group that has ended before its members. */
  static final String MEMBERS = "UPDATE job SET members = ?, version = version + 1 WHERE id = ?";

  /**
   * Lets the group itself run, before younger jobs. It has at least an hour for it: its timeout is
   * what its members have inherited.
   */
  static final String RELEASE =
      """
      UPDATE job SET status = 'WAITING', run_at = created_at, held_run_at = NULL,
             scheduled = FALSE, timeout_ms = GREATEST(timeout_ms, 3600000), members = ?,
             progress_done = ?, progress_total = ?, progress_unit = 'jobs', version = version + 1
       WHERE id = ?
      """;

  static final String END =
      """
      UPDATE job SET status = ?, finished_at = CURRENT_TIMESTAMP,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             purge_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND,
             error_status = ?, error_code = ?, error_message = ?, error_job = CAST(? AS uuid),
             members = ?, progress_done = ?, progress_total = ?, progress_unit = 'jobs',
             version = version + 1
       WHERE id = ?
      """;

  static final String FIRST_FAILED =
      """
      SELECT id FROM job
       WHERE group_id = ? AND group_position IS NOT NULL AND status = 'FAILED'
       ORDER BY finished_at, group_position FETCH FIRST 1 ROW ONLY
      """;

  /** What is locked ends, starts or changes just now: the next look finds it. */
  static final String UNFINISHED_LOCK =
      """
      SELECT id, group_position, status, caller, operation, callback FROM job
       WHERE group_id = ? AND group_position > ? AND finished_at IS NULL AND removed_at IS NULL
       ORDER BY group_position FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED
      """;

  static final String CANCEL_WAITING =
      """
      UPDATE job SET status = 'CANCELED', removed_at = CURRENT_TIMESTAMP,
             finished_at = CURRENT_TIMESTAMP,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             purge_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND,
             version = version + 1
       WHERE id = ANY (?)
      """;

  static final String CANCEL_RUNNING =
      """
      UPDATE job SET cancel_requested_at = CURRENT_TIMESTAMP, removed_at = CURRENT_TIMESTAMP,
             version = version + 1
       WHERE id = ANY (?)
      """;

  /** A page of the output, in the order of places. */
  static final String MANIFEST =
      """
      SELECT j.id, j.group_position,
             CASE WHEN j.left_at IS NULL THEN j.status ELSE 'CANCELED' END AS status, j.removed_at,
             j.error_status, j.error_code,
             j.error_message, j.error_job, o.size_bytes, o.sha256, o.deleted_at,
             COALESCE(j.expires_at <= CURRENT_TIMESTAMP, FALSE) AS expired
        FROM job j LEFT JOIN output o ON o.job_id = j.id
       WHERE j.group_id = ? AND j.group_position > ?
       ORDER BY j.group_position FETCH FIRST ? ROWS ONLY
      """;

  static final String BASE = "SELECT base FROM group_state WHERE job_id = ?";
}
