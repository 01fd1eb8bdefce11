package org.meanwhile.job.statistics;

final class StatisticsSql {
  private StatisticsSql() {}

  static final String MINUTE =
      "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) / 60) AS BIGINT)";

  static final String MINUTE_BEGIN =
      """
      INSERT INTO operation_minute (epoch_minute, operation, started, waited_ms, ran, ran_ms, succeeded,
                                    failed, canceled)
      SELECT CAST(? AS BIGINT), CAST(? AS varchar(64)), 0, 0, 0, 0, 0, 0, 0
       WHERE NOT EXISTS (SELECT 1 FROM operation_minute WHERE epoch_minute = ? AND operation = ?)
      """;

  /** Locked, because histograms are added here rather than by the database. */
  static final String MINUTE_LOCK =
      """
      SELECT made, started, waited_ms, ran, ran_ms, succeeded, failed, canceled, busy_ms, slot_ms,
             waits, runs
        FROM operation_minute WHERE epoch_minute = ? AND operation = ? FOR UPDATE
      """;

  static final String MINUTE_SET =
      """
      UPDATE operation_minute
         SET made = ?, started = ?, waited_ms = ?, ran = ?, ran_ms = ?, succeeded = ?, failed = ?,
             canceled = ?, busy_ms = ?, slot_ms = ?, waits = ?, runs = ?
       WHERE epoch_minute = ? AND operation = ?
      """;

  static final String MINUTES_FORGET = "DELETE FROM operation_minute WHERE epoch_minute < ?";

  /** For means, which need no histogram. */
  static final String MINUTES =
      """
      SELECT epoch_minute, operation, made, started, waited_ms, ran, ran_ms, succeeded, failed,
             canceled, busy_ms, slot_ms, '' AS waits, '' AS runs
        FROM operation_minute WHERE epoch_minute > ? AND operation <> '*'
       ORDER BY epoch_minute, operation
      """;

  /** Of one operation, and of all of them together. */
  static final String MINUTES_OF_OPERATION =
      """
      SELECT epoch_minute AS epoch, operation, made, started, waited_ms, ran, ran_ms, succeeded,
             failed, canceled, busy_ms, slot_ms, waits, runs
        FROM operation_minute WHERE epoch_minute > ? AND operation IN (?, '*')
      """;

  static final String HOURS_OF_OPERATION =
      """
      SELECT epoch_hour AS epoch, operation, made, started, waited_ms, ran, ran_ms, succeeded,
             failed, canceled, busy_ms, slot_ms, waits, runs
        FROM operation_hour WHERE epoch_hour > ? AND operation IN (?, '*')
      """;

  /** Minutes of hours that are over and not added up. */
  static final String MINUTES_TO_ADD_UP =
      """
      SELECT m.epoch_minute / 60 AS epoch, m.operation, m.made, m.started, m.waited_ms, m.ran,
             m.ran_ms, m.succeeded, m.failed, m.canceled, m.busy_ms, m.slot_ms, m.waits, m.runs
        FROM operation_minute m
       WHERE m.epoch_minute < ?
         AND NOT EXISTS (SELECT 1 FROM operation_hour h
                          WHERE h.operation = m.operation AND h.epoch_hour = m.epoch_minute / 60)
      """;

  static final String HOUR_ADD =
      """
      INSERT INTO operation_hour (made, started, waited_ms, ran, ran_ms, succeeded, failed, canceled,
                                  busy_ms, slot_ms, waits, runs, epoch_hour, operation)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String HOURS_FORGET = "DELETE FROM operation_hour WHERE epoch_hour < ?";

  /**
   * Two queries rather than one for both states: each uses an index of its own. A job that shares
   * the run of another one does not run.
   */
  static final String UNFINISHED_BY_OPERATION =
      """
      SELECT operation, COUNT(*) AS waiting,
             SUM(CASE WHEN run_at > CURRENT_TIMESTAMP THEN 1 ELSE 0 END) AS scheduled, 0 AS running
        FROM job WHERE status = 'WAITING' GROUP BY operation
      UNION ALL
      SELECT operation, 0, 0, COUNT(*) FROM job
       WHERE status = 'RUNNING' AND reused_as IS NULL GROUP BY operation
      """;

  /** Without those that wait for the end of a pause: an operator knows of them. */
  static final String OLDEST_DUE_JOB =
      """
      SELECT COALESCE(EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - MIN(run_at))), 0)
        FROM job WHERE status = 'WAITING' AND run_at <= CURRENT_TIMESTAMP
         AND NOT EXISTS (SELECT 1 FROM operation_pause p WHERE p.operation = job.operation)
      """;

  static final String SUSPENDED_JOBS =
      """
      SELECT COUNT(*) FROM job
       WHERE status = 'WAITING' AND suspended_at IS NOT NULL
         AND run_at >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'
      """;

  static final String CALLBACKS_WAITING =
      """
      SELECT COUNT(*), COALESCE(EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - MIN(next_at))), 0)
        FROM delivery WHERE state = 'PENDING'
      """;

  static final String NODES_ALIVE =
      """
      SELECT COUNT(*) FROM node
       WHERE alive AND seen_at < TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'
         AND seen_at > CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  static final String NODE_PUBLISH =
      """
      UPDATE node SET roles = ?, slots = ?, slots_taken = ?, slots_held = ?
       WHERE incarnation = ? AND alive
      """;

  /** Nodes that are alive, and those that were seen within 15 minutes. */
  static final String NODES =
      """
      SELECT name, roles, started_at, seen_at, slots, slots_taken, slots_held,
             (alive AND seen_at > CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND)
               AS lives
        FROM node
       WHERE seen_at < TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'
         AND (alive OR seen_at > CURRENT_TIMESTAMP - INTERVAL '15' MINUTE)
       ORDER BY lives DESC, name, started_at FETCH FIRST ? ROWS ONLY
      """;
}
