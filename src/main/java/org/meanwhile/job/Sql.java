package org.meanwhile.job;

/**
 * The statements that each database understands, by name. What differs stands in {@link Dialect}.
 */
final class Sql {
  private Sql() {}

  /** No job has this id: only whether the table is there. */
  static final String MIGRATED = "SELECT COUNT(*) FROM job WHERE id IS NULL";

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

  static final String NODES_FORGET =
      """
      DELETE FROM node
       WHERE NOT alive AND seen_at < CURRENT_TIMESTAMP - INTERVAL '1' DAY
         AND NOT EXISTS (SELECT 1 FROM job WHERE job.owner = node.incarnation)
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

  // Ending. Each is guarded by the lease; a job whose caller wants it no longer ends as canceled
  // only.

  static final String FINISH =
      """
      UPDATE job SET status = ?, owner = NULL, finished_at = CURRENT_TIMESTAMP,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND,
             progress_done = ?, progress_total = ?, progress_unit = ?, progress_message = ?,
             error_status = ?, error_code = ?, error_message = ?, version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status = 'RUNNING'
         AND (cancel_requested_at IS NOT NULL) = ?
      """;

  static final String GIVE_BACK =
      """
      UPDATE job SET status = 'WAITING', owner = NULL, started_at = NULL,
             run_at = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             attempt = attempt - ?, version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status = 'RUNNING'
         AND cancel_requested_at IS NULL
      """;

  static final String HOW_IT_STANDS = "SELECT status, claim FROM job WHERE id = ?";

  static final String OUTPUT_INSERT =
      """
      INSERT INTO output (job_id, content_id, inline_content, media_type, name, size_bytes, sha256,
                          created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)
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

  static final String CONTENT_DISCARD =
      "UPDATE content SET state = 'DOOMED' WHERE id = ? AND state = 'STAGED'";

  static final String CONTENT_DOOM = "UPDATE content SET state = 'DOOMED' WHERE id = ?";

  static final String CHUNK_INSERT = "INSERT INTO chunk (content_id, seq, data) VALUES (?, ?, ?)";

  static final String CHUNK_READ = "SELECT data FROM chunk WHERE content_id = ? AND seq = ?";

  static final String INLINE_READ = "SELECT inline_content FROM output WHERE job_id = ?";

  // Purging, in pages

  static final String EXPIRED =
      """
      SELECT id FROM job WHERE NOT purged AND expires_at <= CURRENT_TIMESTAMP
       ORDER BY expires_at FETCH FIRST ? ROWS ONLY
      """;

  static final String OUTPUT_CONTENT_DOOM =
      """
      UPDATE content SET state = 'DOOMED'
       WHERE id = (SELECT content_id FROM output WHERE job_id = ?)
      """;

  static final String OUTPUT_EMPTY =
      """
      UPDATE output SET inline_content = NULL, content_id = NULL,
             deleted_at = COALESCE(deleted_at, CURRENT_TIMESTAMP)
       WHERE job_id = ?
      """;

  static final String JOB_PURGED = "UPDATE job SET purged = TRUE WHERE id = ? AND NOT purged";

  /** Not before its file is given up: with the record nobody would know of it any more. */
  static final String GONE =
      """
      SELECT id FROM job WHERE gone_at <= CURRENT_TIMESTAMP AND purged
         AND NOT EXISTS (SELECT 1 FROM job_file f WHERE f.job_id = job.id)
       FETCH FIRST ? ROWS ONLY
      """;

  static final String JOB_DELETE = "DELETE FROM job WHERE id = ?";

  /** Files of jobs that have ended; nobody will read them again. */
  static final String FILES_DONE =
      """
      SELECT f.job_id, f.content_id FROM job_file f JOIN job j ON j.id = f.job_id
       WHERE j.finished_at IS NOT NULL FETCH FIRST ? ROWS ONLY
      """;

  static final String FILE_DELETE = "DELETE FROM job_file WHERE job_id = ?";

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
      "SELECT id FROM content WHERE state = 'DOOMED' FETCH FIRST 1 ROWS ONLY";

  static final String CHUNKS_DELETE =
      """
      DELETE FROM chunk WHERE content_id = ?
         AND seq IN (SELECT c.seq FROM chunk c WHERE c.content_id = ?
                      ORDER BY c.seq FETCH FIRST ? ROWS ONLY)
      """;

  /** Only when all its chunks are gone: another purger may be at them, and may die of it. */
  static final String CONTENT_DELETE =
      """
      DELETE FROM content WHERE id = ? AND state = 'DOOMED'
         AND NOT EXISTS (SELECT 1 FROM chunk WHERE content_id = content.id)
      """;

  // Estimates

  static final String QUEUE =
      """
      SELECT id FROM job WHERE status = 'WAITING' AND run_at <= CURRENT_TIMESTAMP
       ORDER BY priority DESC, run_at, id FETCH FIRST ? ROWS ONLY
      """;

  static final String WAITING_BY_CALLER =
      "SELECT caller, status, COUNT(*) FROM job WHERE status IN ('WAITING', 'RUNNING') GROUP BY caller, status";

  static final String PAST_RUNS =
      """
      SELECT operation, AVG(EXTRACT(EPOCH FROM (finished_at - started_at))) FROM (
        SELECT operation, started_at, finished_at FROM job WHERE status = 'SUCCEEDED'
         ORDER BY finished_at DESC FETCH FIRST 500 ROWS ONLY) recent
       GROUP BY operation
      """;
}
