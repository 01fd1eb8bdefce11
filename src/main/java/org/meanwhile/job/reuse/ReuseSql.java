package org.meanwhile.job.reuse;

public final class ReuseSql {
  private ReuseSql() {}

  static final String SLOT_LOCK = "SELECT slot FROM reuse_slot WHERE slot = ? FOR UPDATE";

  /**
   * The best job to share: the newest output that is young enough, else a job that runs, else one
   * that waits. Of jobs that are the same only the newest 10,000 are looked at. Parameters: the
   * key, the greatest age in milliseconds.
   */
  static final String FIND =
      """
      SELECT j.id, j.status, j.reused_of
        FROM (SELECT r.job_id FROM job_request r WHERE r.reuse_key = ?
               ORDER BY r.created_at DESC FETCH FIRST 10000 ROWS ONLY) n
        JOIN job j ON j.id = n.job_id
        LEFT JOIN output o ON o.job_id = j.id AND o.deleted_at IS NULL
       WHERE j.removed_at IS NULL
         AND (j.status IN ('WAITING', 'RUNNING')
              OR j.status = 'SUCCEEDED' AND j.expires_at > CURRENT_TIMESTAMP
                 AND o.created_at
                   > CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
                 AND (o.content_id IS NULL
                      OR EXISTS (SELECT 1 FROM content c
                                  WHERE c.id = o.content_id AND c.state = 'KEPT')))
       ORDER BY CASE j.status WHEN 'SUCCEEDED' THEN 0 WHEN 'RUNNING' THEN 1 ELSE 2 END,
             o.created_at DESC, j.created_at
       FETCH FIRST 1 ROW ONLY
      """;

  /** Whether a job, whose row is locked, has an output: who deletes it locks that row as well. */
  static final String HAS_OUTPUT =
      """
      SELECT o.job_id FROM output o JOIN job j ON j.id = o.job_id
       WHERE o.job_id = ? AND o.deleted_at IS NULL AND j.removed_at IS NULL
         AND (o.inline_content IS NOT NULL
              OR EXISTS (SELECT 1 FROM content c WHERE c.id = o.content_id AND c.state = 'KEPT'))
      """;

  /** Keeps the content of a file from being deleted until the commit. */
  static final String FILE_LOCK =
      """
      SELECT c.id FROM content c
       WHERE c.state = 'KEPT'
         AND c.id = (SELECT f.content_id FROM job_file f WHERE f.job_id = ? AND f.sha256 = ?)
       FOR UPDATE
      """;

  /**
   * Gives the output of one job to another one, without a copy of its content; a small output is
   * part of its row. Parameters: the job that gets it, the one that has it, whose row is locked.
   */
  static final String OUTPUT_SHARE =
      """
      INSERT INTO output (job_id, content_id, inline_content, media_type, name, size_bytes, sha256,
                          caller, created_at, shared_of)
      SELECT CAST(? AS uuid), o.content_id, o.inline_content, o.media_type, o.name, o.size_bytes,
             o.sha256, o.caller, o.created_at, COALESCE(o.shared_of, o.job_id)
        FROM output o WHERE o.job_id = ?
      """;

  /** Ends a job that was stored in this transaction. */
  static final String BORN_SUCCEEDED =
      """
      UPDATE job SET status = 'SUCCEEDED', finished_at = CURRENT_TIMESTAMP,
             run_at = held_run_at, held_run_at = NULL, scheduled = FALSE,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             purge_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND
       WHERE id = ?
      """;

  static final String RUN_LOCK =
      """
      SELECT status, attempt, cancel_requested_at IS NOT NULL AS canceled, removed_at, left_at,
             error_status, error_code, error_message, error_job
        FROM job WHERE id = ? FOR UPDATE
      """;

  static final String RUN_SHARED = "UPDATE job SET shared = TRUE WHERE id = ?";

  static final String RIDE_INSERT = "INSERT INTO ride (rider, ran) VALUES (?, ?)";

  /** Jobs that share a run and have not ended. */
  static final String RIDERS_LOCK =
      """
      SELECT id, caller, operation, callback, status FROM job
       WHERE id IN (SELECT r.rider FROM ride r WHERE r.ran = ?) AND finished_at IS NULL
       ORDER BY created_at, id FOR UPDATE
      """;

  /** Whether a job that has not ended shares the run of this one. */
  public static final String IS_SHARED =
      """
      SELECT r.rider FROM ride r JOIN job j ON j.id = r.rider
       WHERE r.ran = ? AND j.finished_at IS NULL FETCH FIRST 1 ROW ONLY
      """;

  static final String SHARED_AMONG =
      """
      SELECT DISTINCT r.ran FROM ride r JOIN job j ON j.id = r.rider
       WHERE r.ran = ANY (?) AND j.finished_at IS NULL
      """;

  /** As {@code Job.leave}. */
  static final String LEAVE =
      """
      UPDATE job SET removed_at = CURRENT_TIMESTAMP, left_at = CURRENT_TIMESTAMP,
             finished_at = CURRENT_TIMESTAMP,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             deadline_at = NULL, suspended_at = NULL, version = version + 1
       WHERE id = ANY (?)
      """;

  /**
   * Tells jobs of the run that they share: status, start and progress. None has started before it
   * was created. Parameters: the job that runs, an array of the others, the job that runs again.
   */
  static final String FOLLOW =
      """
      UPDATE job SET (status, started_at, attempt, progress_done, progress_total, progress_unit,
                      progress_message, progress_at, progress_per_second, progress_gap_ms)
           = (SELECT x.status,
                     CASE WHEN x.started_at < job.created_at THEN job.created_at
                          ELSE x.started_at END,
                     x.attempt, x.progress_done, x.progress_total, x.progress_unit,
                     x.progress_message, x.progress_at, x.progress_per_second, x.progress_gap_ms
                FROM job x WHERE x.id = ?),
             version = version + 1
       WHERE id = ANY (?) AND finished_at IS NULL
         AND EXISTS (SELECT 1 FROM job x WHERE x.id = ? AND x.status IN ('WAITING', 'RUNNING'))
      """;

  /** Ends jobs with the run that they share. The job that runs is a parameter first. */
  static final String END =
      """
      UPDATE job SET (started_at, attempt, progress_done, progress_total, progress_unit,
                      progress_message)
           = (SELECT CASE WHEN x.started_at < job.created_at THEN job.created_at
                          ELSE x.started_at END,
                     x.attempt, x.progress_done, x.progress_total, x.progress_unit,
                     x.progress_message FROM job x WHERE x.id = ?),
             status = ?, error_status = ?, error_code = ?, error_message = ?,
             error_job = CAST(? AS uuid),
             finished_at = CURRENT_TIMESTAMP, run_at = held_run_at, held_run_at = NULL,
             scheduled = FALSE,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             purge_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND,
             version = version + 1
       WHERE id = ANY (?)
      """;

  static final String RIDES_DELETE = "DELETE FROM ride WHERE ran = ?";

  /** Of jobs that have ended before the run. */
  static final String RIDES_OVER =
      """
      DELETE FROM ride
       WHERE ran = ? AND rider IN (SELECT j.id FROM job j WHERE j.finished_at IS NOT NULL)
      """;

  static final String RIDE_DELETE = "DELETE FROM ride WHERE rider = ?";

  /** Lets a job run itself: it was to share a run that never will be. It keeps its age. */
  static final String RELEASE =
      """
      UPDATE job SET status = 'WAITING', reused_as = NULL, reused_of = NULL, started_at = NULL,
             attempt = 0, progress_done = NULL, progress_total = NULL, progress_unit = NULL,
             progress_message = NULL, progress_at = NULL, progress_per_second = NULL,
             progress_gap_ms = NULL,
             run_at = held_run_at, scheduled = (held_run_at > CURRENT_TIMESTAMP),
             held_run_at = NULL, version = version + 1
       WHERE id = ?
      """;

  /** Lets jobs share the run of another one. */
  static final String MOVE =
      "UPDATE job SET reused_of = ?, version = version + 1 WHERE id = ANY (?)";

  static final String RIDES_MOVE = "UPDATE ride SET ran = ? WHERE ran = ?";

  /** Ends the run that nobody shares any more: its own caller has cancelled it before. */
  static final String CANCEL_LEFT =
      """
      UPDATE job SET cancel_requested_at = CURRENT_TIMESTAMP,
             status = CASE WHEN status = 'WAITING' THEN 'CANCELED' ELSE status END,
             purge_at = CASE WHEN status = 'WAITING' THEN expires_at ELSE purge_at END,
             gone_at = CASE WHEN status = 'WAITING'
                            THEN expires_at + tombstone_ms * INTERVAL '0.001' SECOND
                            ELSE gone_at END,
             version = version + 1
       WHERE id = ?
      """;

  static final String ANY_OPEN = "SELECT rider FROM ride FETCH FIRST 1 ROW ONLY";

  /** Runs that have ended while others share them, or that a job has stopped to share. */
  static final String TO_SETTLE =
      """
      SELECT DISTINCT r.ran FROM ride r
        LEFT JOIN job x ON x.id = r.ran
        JOIN job j ON j.id = r.rider
       WHERE x.id IS NULL OR x.status NOT IN ('WAITING', 'RUNNING') OR j.finished_at IS NOT NULL
       FETCH FIRST ? ROWS ONLY
      """;

  /** The runs among these jobs, or that some of these share. The jobs are a parameter twice. */
  static final String RUNS_OF =
      """
      SELECT ran FROM ride WHERE ran = ANY (?)
      UNION
      SELECT ran FROM ride WHERE rider = ANY (?)
      """;

  /** Jobs that were not told yet how the run is that they share. */
  static final String NEWS =
      """
      SELECT r.rider, r.ran FROM ride r JOIN job x ON x.id = r.ran JOIN job j ON j.id = r.rider
       WHERE x.status IN ('WAITING', 'RUNNING') AND j.finished_at IS NULL
         AND (j.status <> x.status OR j.attempt <> x.attempt
              OR j.progress_done IS DISTINCT FROM x.progress_done
              OR j.progress_total IS DISTINCT FROM x.progress_total
              OR j.progress_unit IS DISTINCT FROM x.progress_unit
              OR j.progress_message IS DISTINCT FROM x.progress_message)
       ORDER BY r.ran FETCH FIRST ? ROWS ONLY
      """;

  static final String STILL_LOCK =
      """
      SELECT id FROM job
       WHERE id = ANY (?) AND finished_at IS NULL AND reused_of = ?
       ORDER BY id FOR UPDATE SKIP LOCKED
      """;
}
