package org.meanwhile.job.run;

final class PostgresRunSql {
  private PostgresRunSql() {}

  /**
   * The ids are an array: it is evaluated once, so no more jobs are claimed than the limit; and
   * since the planner expects a short array, it uses the index, however many jobs are claimed. For
   * a join it would scan the whole table for hundreds of jobs.
   */
  static final String CLAIM =
      """
      WITH j AS (
        UPDATE job SET status = 'RUNNING', owner = ?, claim = claim + 1, attempt = attempt + 1,
               started_at = CURRENT_TIMESTAMP, version = version + 1,
               progress_done = NULL, progress_total = NULL,
               progress_unit = NULL, progress_message = NULL
         WHERE id = ANY (ARRAY(
                 SELECT w.id FROM job w
                  WHERE w.status = 'WAITING' AND w.scheduled = FALSE
                    AND w.run_at <= CURRENT_TIMESTAMP AND w.caller = ? AND w.operation = ANY (?)
                    AND (w.deadline_at IS NULL OR w.deadline_at > CURRENT_TIMESTAMP)
                  ORDER BY w.priority DESC, w.run_at, w.id
                  LIMIT ?
                  FOR UPDATE OF w SKIP LOCKED))
           AND EXISTS (SELECT 1 FROM node n WHERE n.incarnation = ? AND n.alive
                          AND n.draining IS NOT TRUE)
        RETURNING *)
      SELECT j.id, j.claim, j.operation, j.caller, j.attempt, j.max_attempts, j.timeout_ms,
             CAST(EXTRACT(EPOCH FROM (j.deadline_at - j.started_at)) * 1000 AS bigint)
               AS until_deadline_ms,
             CAST(EXTRACT(EPOCH FROM (j.started_at - j.run_at)) * 1000 AS bigint) AS waited_ms,
             r.input, f.content_id, f.name, f.media_type, f.size_bytes, k.state,
             r.traceparent, r.tracestate
        FROM j
        JOIN job_request r ON r.job_id = j.id
        LEFT JOIN job_file f ON f.job_id = j.id
        LEFT JOIN checkpoint k ON k.job_id = j.id
       ORDER BY j.priority DESC, j.run_at, j.id
      """;

  /** By the partial index {@code job_deadline}. */
  static final String DEADLINE_PASSED =
      """
      SELECT id, owner, claim, status, caller, operation, callback FROM job
       WHERE deadline_at <= CURRENT_TIMESTAMP AND finished_at IS NULL
         AND (owner IS NULL
              OR deadline_at <= CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND)
       ORDER BY deadline_at FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED
      """;

  /**
   * A success after the deadline is a failure, with what {@link MissedDeadline#ERROR} says. By the
   * index of running jobs: with an array of the ids beside the join, the server drained half as
   * many jobs a second.
   */
  static final String COMPLETE =
      """
      UPDATE job SET status = CASE WHEN cancel_requested_at IS NOT NULL OR left_at IS NOT NULL
                           THEN 'CANCELED'
                           WHEN f.status = 'SUCCEEDED' AND deadline_at <= CURRENT_TIMESTAMP THEN 'FAILED'
                           ELSE f.status END,
             finished_at = COALESCE(left_at, CURRENT_TIMESTAMP),
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             purge_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP
                     + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND,
             progress_done = f.done, progress_total = f.total, progress_unit = f.unit,
             progress_message = f.message,
             error_status = CASE WHEN cancel_requested_at IS NOT NULL OR left_at IS NOT NULL THEN NULL
                                  WHEN f.status = 'SUCCEEDED' AND deadline_at <= CURRENT_TIMESTAMP
                                  THEN 504 ELSE f.error_status END,
             error_code = CASE WHEN cancel_requested_at IS NOT NULL OR left_at IS NOT NULL THEN NULL
                                  WHEN f.status = 'SUCCEEDED' AND deadline_at <= CURRENT_TIMESTAMP
                                  THEN 'deadline-passed' ELSE f.error_code END,
             error_message = CASE WHEN cancel_requested_at IS NOT NULL OR left_at IS NOT NULL THEN NULL
                                  WHEN f.status = 'SUCCEEDED' AND deadline_at <= CURRENT_TIMESTAMP
                                  THEN 'it had not ended by its deadline' ELSE f.error_message END,
             version = version + 1
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS uuid ARRAY), CAST(? AS bigint ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS bigint ARRAY), CAST(? AS bigint ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY), CAST(? AS integer ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY))
          AS f (id, owner, claim, status, done, total, unit, message,
                error_status, error_code, error_message)
       WHERE job.id = f.id AND job.owner = f.owner AND job.claim = f.claim
         AND job.status = 'RUNNING'
         AND (job.cancel_requested_at IS NOT NULL OR f.status <> 'CANCELED')
      RETURNING job.id, job.claim, job.status, job.caller, job.operation, job.callback,
                job.left_at IS NOT NULL AS has_left, COALESCE(job.shared, FALSE) AS is_shared
      """;
}
