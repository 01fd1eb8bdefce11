package org.meanwhile.job;

/**
 * The statements that each database understands, by name. What differs stands in {@link Dialect}.
 */
final class Sql {
  private Sql() {}

  /** No job has this id: only whether the table is there. */
  static final String MIGRATED = "SELECT COUNT(*) FROM job WHERE id IS NULL";

  /** The same throughout a transaction. */
  static final String NOW = "SELECT CURRENT_TIMESTAMP";

  // New jobs, and what callers see of them

  static final String JOBS_INSERT =
      """
      INSERT INTO job (id, operation, caller, status, priority, run_at, attempt, max_attempts,
                       crashes, rerunnable, claim, version, created_at, timeout_ms, retain_ms,
                       tombstone_ms, labels, idempotency_key, fingerprint, callback, scheduled)
      SELECT n.id, n.operation, n.caller, 'WAITING', n.priority, n.run_at, 0, n.max_attempts,
             0, n.rerunnable, 0, 1, n.created_at, n.timeout_ms, n.retain_ms,
             n.tombstone_ms, n.labels, n.idempotency_key, n.fingerprint, n.callback,
             n.run_at > CURRENT_TIMESTAMP
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS integer ARRAY), CAST(? AS timestamp with time zone ARRAY),
                    CAST(? AS integer ARRAY), CAST(? AS boolean ARRAY),
                    CAST(? AS timestamp with time zone ARRAY), CAST(? AS bigint ARRAY),
                    CAST(? AS bigint ARRAY), CAST(? AS bigint ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY), CAST(? AS boolean ARRAY))
          AS n (id, operation, caller, priority, run_at, max_attempts, rerunnable, created_at,
                timeout_ms, retain_ms, tombstone_ms, labels, idempotency_key, fingerprint,
                callback)
      """;

  static final String EARLIER_BY_KEY =
      """
      SELECT j.id, j.caller, j.idempotency_key, j.fingerprint,
             COALESCE(j.gone_at <= CURRENT_TIMESTAMP, FALSE) AS gone
        FROM UNNEST(CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY)) AS k (caller, name)
        JOIN job j ON j.caller = k.caller AND j.idempotency_key = k.name
      """;

  static final String EARLIER_BY_ID =
      """
      SELECT j.id, j.caller, j.fingerprint,
             COALESCE(j.gone_at <= CURRENT_TIMESTAMP, FALSE) AS gone
        FROM job j WHERE j.id = ANY (?)
      """;

  static final String REQUESTS_INSERT =
      """
      INSERT INTO job_request (job_id, input, caller, created_at)
      SELECT n.id, n.input, n.caller, n.created_at
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS timestamp with time zone ARRAY)) AS n (id, input, caller, created_at)
      """;

  static final String FILE_INSERT =
      """
      INSERT INTO job_file (job_id, content_id, name, media_type, size_bytes, sha256)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  static final String VIEWS =
      """
      SELECT j.id, j.operation, j.caller, j.status, j.priority, j.run_at, j.attempt,
             j.max_attempts, j.version, j.created_at, j.started_at, j.finished_at,
             j.cancel_requested_at, j.removed_at, j.expires_at, j.timeout_ms, j.labels, j.callback,
             j.progress_done, j.progress_total, j.progress_unit, j.progress_message,
             j.error_status, j.error_code, j.error_message,
             COALESCE(j.expires_at <= CURRENT_TIMESTAMP, FALSE) AS expired,
             o.content_id, o.media_type, o.name, o.size_bytes, o.sha256,
             o.created_at AS output_created_at, o.deleted_at AS output_deleted_at
        FROM job j LEFT JOIN output o ON o.job_id = j.id
       WHERE j.id = ANY (?) AND (j.gone_at IS NULL OR j.gone_at > CURRENT_TIMESTAMP)
      """;

  /**
   * Of jobs as they were last seen, those that have another version now, or no record any more. A
   * question for each row rather than a join: then it is asked of the index, however many rows the
   * planner believes there are.
   */
  static final String CHANGED =
      """
      SELECT w.id
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS bigint ARRAY)) AS w (id, version)
       WHERE w.version IS DISTINCT FROM
             (SELECT j.version FROM job j
               WHERE j.id = w.id AND (j.gone_at IS NULL OR j.gone_at > CURRENT_TIMESTAMP))
      """;

  // Scheduled jobs: those that wait for their time stand apart from those that wait for a slot

  static final String SCHEDULED_DUE =
      """
      SELECT id FROM job
       WHERE status = 'WAITING' AND scheduled = TRUE AND run_at <= CURRENT_TIMESTAMP
       ORDER BY run_at FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED
      """;

  static final String PROMOTE = "UPDATE job SET scheduled = FALSE WHERE id = ANY (?)";

  // Nodes

  static final String NODE_JOIN =
      """
      INSERT INTO node (incarnation, name, started_at, seen_at, alive)
      VALUES (?, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, TRUE)
      """;

  static final String NODE_BEAT =
      "UPDATE node SET seen_at = CURRENT_TIMESTAMP WHERE incarnation = ? AND alive";

  static final String NODE_LEAVE = "UPDATE node SET alive = FALSE WHERE incarnation = ?";

  static final String NODES_SILENT =
      """
      UPDATE node SET alive = FALSE
       WHERE alive AND incarnation <> ?
         AND seen_at < CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  /** Whoever asks where a job ran hears the name of its node for so long. */
  static final String NODES_FORGET =
      """
      DELETE FROM node
       WHERE NOT alive AND seen_at < CURRENT_TIMESTAMP - INTERVAL '7' DAY
         AND NOT EXISTS (SELECT 1 FROM job
                          WHERE job.owner = node.incarnation AND job.status = 'RUNNING')
      """;

  /**
   * Running, and the owner is not alive: an invariant, whoever marked the owner dead. Those that
   * could not be decided come first, and are left out as the offset.
   */
  static final String ABANDONED =
      """
      SELECT j.id, j.owner, j.claim, j.crashes, j.rerunnable, j.cancel_requested_at
        FROM job j
       WHERE j.status = 'RUNNING'
         AND NOT EXISTS (SELECT 1 FROM node n WHERE n.incarnation = j.owner AND n.alive)
       ORDER BY j.id OFFSET ? ROWS FETCH FIRST ? ROWS ONLY
      """;

  /** A crash is not an attempt. */
  static final String GIVE_BACK_CRASHED =
      """
      UPDATE job SET status = 'WAITING', owner = NULL, run_at = CURRENT_TIMESTAMP, started_at = NULL,
             crashes = crashes + 1, attempt = attempt - 1, version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status = 'RUNNING'
         AND cancel_requested_at IS NULL
      """;

  // Running

  static final String RUNNING_HERE =
      "SELECT id, claim, cancel_requested_at FROM job WHERE owner = ? AND status = 'RUNNING'";

  static final String PROGRESS =
      """
      UPDATE job SET progress_done = ?, progress_total = ?, progress_unit = ?, progress_message = ?,
             version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status = 'RUNNING'
      """;

  static final String CHECKPOINT_UPDATE =
      """
      UPDATE checkpoint SET state = ?
       WHERE job_id = (SELECT id FROM job WHERE id = ? AND owner = ? AND claim = ?
                          AND status = 'RUNNING')
      """;

  static final String CHECKPOINT_INSERT =
      """
      INSERT INTO checkpoint (job_id, state)
      SELECT id, ? FROM job WHERE id = ? AND owner = ? AND claim = ? AND status = 'RUNNING'
      """;

  // Ending; see also the dialects. Each is guarded by the lease.

  /** For another attempt, later. */
  static final String TRY_AGAIN =
      """
      UPDATE job SET status = 'WAITING', owner = NULL, started_at = NULL, scheduled = TRUE,
             run_at = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status = 'RUNNING'
         AND cancel_requested_at IS NULL
      """;

  /** As if it had not been claimed: it keeps its place in the queue. */
  static final String HAND_BACK =
      """
      UPDATE job SET status = 'WAITING', owner = NULL, started_at = NULL,
             attempt = attempt - 1, version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status = 'RUNNING'
         AND cancel_requested_at IS NULL
      """;

  static final String HOW_IT_STANDS = "SELECT status, claim FROM job WHERE id = ?";

  static final String OUTPUTS_INSERT =
      """
      INSERT INTO output (job_id, content_id, inline_content, media_type, name, size_bytes, sha256,
                          caller, created_at)
      SELECT r.job_id, r.content_id, r.inline_content, r.media_type, r.name, r.size_bytes, r.sha256,
             r.caller, CURRENT_TIMESTAMP
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS uuid ARRAY), CAST(? AS bytea ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY), CAST(? AS bigint ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY))
          AS r (job_id, content_id, inline_content, media_type, name, size_bytes, sha256, caller)
      """;

  // Content

  static final String CONTENT_STAGE =
      """
      INSERT INTO content (id, state, job_id, claim, touched_at)
      VALUES (?, 'STAGED', ?, ?, CURRENT_TIMESTAMP)
      """;

  static final String CONTENT_TOUCH =
      "UPDATE content SET touched_at = CURRENT_TIMESTAMP WHERE id = ? AND state = 'STAGED'";

  static final String CONTENT_KEEP =
      "UPDATE content SET state = 'KEPT' WHERE id = ? AND state = 'STAGED'";

  static final String CONTENTS_KEEP =
      "UPDATE content SET state = 'KEPT' WHERE id = ANY (?) AND state = 'STAGED'";

  static final String CONTENT_DISCARD =
      "UPDATE content SET state = 'DOOMED' WHERE id = ? AND state = 'STAGED'";

  static final String CONTENT_DOOM = "UPDATE content SET state = 'DOOMED' WHERE id = ?";

  static final String CHUNK_INSERT = "INSERT INTO chunk (content_id, seq, data) VALUES (?, ?, ?)";

  static final String CHUNK_READ = "SELECT data FROM chunk WHERE content_id = ? AND seq = ?";

  static final String INLINE_READ = "SELECT inline_content FROM output WHERE job_id = ?";

  // Shares

  /** By itself: a statement that waited for a lock reads other tables as they were before. */
  static final String JOB_LOCK = "SELECT id FROM job WHERE id = ? FOR UPDATE";

  static final String SHAREABLE =
      """
      SELECT 1 FROM job j JOIN output o ON o.job_id = j.id
       WHERE j.id = ? AND j.removed_at IS NULL AND j.expires_at > CURRENT_TIMESTAMP
         AND o.deleted_at IS NULL
      """;

  /** Never for longer than the output, so that it need not be looked for when that ends. */
  static final String SHARE_INSERT =
      """
      INSERT INTO share (id, job_id, secret_sha256, created_at, expires_at)
      SELECT CAST(? AS uuid), j.id, CAST(? AS varchar), CURRENT_TIMESTAMP,
             LEAST(j.expires_at,
                   CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND)
        FROM job j WHERE j.id = ?
      """;

  static final String SHARES_OF =
      """
      SELECT s.id, s.job_id, s.created_at, s.expires_at
        FROM share s JOIN output o ON o.job_id = s.job_id AND o.deleted_at IS NULL
       WHERE s.job_id = ? AND s.expires_at > CURRENT_TIMESTAMP ORDER BY s.created_at, s.id
      """;

  static final String SHARE_BY_HASH =
      """
      SELECT id, job_id, created_at, expires_at FROM share
       WHERE secret_sha256 = ? AND expires_at > CURRENT_TIMESTAMP
      """;

  static final String SHARE_DELETE = "DELETE FROM share WHERE id = ? AND job_id = ?";

  static final String SHARES_OVER =
      """
      DELETE FROM share WHERE id IN (
        SELECT s.id FROM share s WHERE s.expires_at <= CURRENT_TIMESTAMP
         ORDER BY s.expires_at FETCH FIRST ? ROWS ONLY)
      """;

  // Purging, in pages; what another node is at is passed over

  static final String DUE =
      """
      SELECT id, gone_at <= CURRENT_TIMESTAMP FROM job WHERE purge_at <= CURRENT_TIMESTAMP
       ORDER BY purge_at FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED
      """;

  static final String OUTPUT_CONTENTS_DOOM =
      """
      UPDATE content SET state = 'DOOMED'
       WHERE id IN (SELECT o.content_id FROM output o
                     WHERE o.job_id = ANY (?) AND o.content_id IS NOT NULL)
      """;

  static final String OUTPUTS_EMPTY =
      """
      UPDATE output SET inline_content = NULL, content_id = NULL,
             deleted_at = COALESCE(deleted_at, CURRENT_TIMESTAMP)
       WHERE job_id = ANY (?)
      """;

  static final String JOBS_PURGED = "UPDATE job SET purge_at = gone_at WHERE id = ANY (?)";

  static final String OUTPUTS_DELETE = "DELETE FROM output WHERE job_id = ANY (?)";

  static final String REQUESTS_DELETE = "DELETE FROM job_request WHERE job_id = ANY (?)";

  /** Files and checkpoints go by cascade. */
  static final String JOBS_DELETE = "DELETE FROM job WHERE id = ANY (?)";

  /** Files of jobs that have ended; nobody will read them again. */
  static final String FILES_DONE =
      """
      SELECT f.job_id FROM job_file f JOIN job j ON j.id = f.job_id
       WHERE j.finished_at IS NOT NULL FETCH FIRST ? ROWS ONLY
      """;

  static final String FILE_CONTENTS_DOOM =
      """
      UPDATE content SET state = 'DOOMED'
       WHERE id IN (SELECT f.content_id FROM job_file f WHERE f.job_id = ANY (?))
      """;

  static final String FILES_DELETE = "DELETE FROM job_file WHERE job_id = ANY (?)";

  /** Of jobs that have ended: there will be no other run to go on from there. */
  static final String CHECKPOINTS_DONE =
      """
      DELETE FROM checkpoint WHERE job_id IN (
        SELECT c.job_id FROM checkpoint c JOIN job j ON j.id = c.job_id
         WHERE j.finished_at IS NOT NULL FETCH FIRST ? ROWS ONLY)
      """;

  /** Uploads that nobody touches any more. */
  static final String UPLOADS_IDLE =
      """
      UPDATE content SET state = 'DOOMED'
       WHERE state = 'STAGED' AND job_id IS NULL
         AND touched_at < CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  /** What a run wrote that is no longer running under the same claim. */
  static final String OUTPUTS_ABANDONED =
      """
      UPDATE content SET state = 'DOOMED'
       WHERE state = 'STAGED' AND job_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM job j WHERE j.id = content.job_id
                            AND j.claim = content.claim AND j.status = 'RUNNING')
      """;

  static final String DOOMED =
      """
      SELECT id FROM content WHERE state = 'DOOMED' FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED
      """;

  /** Of one content: over several, H2 would look at every chunk that there is. */
  static final String CHUNKS_DELETE =
      """
      DELETE FROM chunk WHERE content_id = ?
         AND seq IN (SELECT c.seq FROM chunk c WHERE c.content_id = ?
                      ORDER BY c.seq FETCH FIRST ? ROWS ONLY)
      """;

  static final String CONTENTS_DELETE = "DELETE FROM content WHERE id = ANY (?)";

  // Estimates

  /** Of one caller; in H2's index's order with all of its columns. */
  static final String QUEUE =
      """
      SELECT id FROM job
       WHERE status = 'WAITING' AND scheduled = FALSE AND caller = ?
         AND run_at <= CURRENT_TIMESTAMP
       ORDER BY status, scheduled, caller, priority DESC, run_at, id FETCH FIRST ? ROWS ONLY
      """;

  static final String USUAL_RUNS = "SELECT operation, mean_ms FROM operation_run";

  static final String USUAL_RUN_UPDATE =
      "UPDATE operation_run SET mean_ms = mean_ms + (? - mean_ms) * ? WHERE operation = ?";

  static final String USUAL_RUN_INSERT =
      """
      INSERT INTO operation_run (mean_ms, operation)
      SELECT CAST(? AS DOUBLE PRECISION), CAST(? AS varchar(64))
       WHERE NOT EXISTS (SELECT 1 FROM operation_run WHERE operation = ?)
      """;
}
