package org.meanwhile.job.dependency;

public final class DependencySql {
  private DependencySql() {}

  static final String ANY_OPEN =
      "SELECT child FROM job_after WHERE open_parent IS NOT NULL FETCH FIRST 1 ROW ONLY";

  /** Children of which a parent has ended that nobody has looked at since. */
  static final String ENDED =
      """
      SELECT DISTINCT a.child FROM job_after a LEFT JOIN job p ON p.id = a.parent
       WHERE a.open_parent IS NOT NULL AND (p.id IS NULL OR p.finished_at IS NOT NULL)
       FETCH FIRST ? ROWS ONLY
      """;

  /** The same for some parents. */
  static final String ENDED_OF =
      """
      SELECT DISTINCT a.child FROM job_after a LEFT JOIN job p ON p.id = a.parent
       WHERE a.open_parent = ANY (?) AND (p.id IS NULL OR p.finished_at IS NOT NULL)
       FETCH FIRST ? ROWS ONLY
      """;

  /** What is locked is being settled, or canceled, by another transaction. */
  static final String CHILDREN_LOCK =
      """
      SELECT id, status, caller, operation, callback, waits_for FROM job
       WHERE id = ANY (?) ORDER BY id FOR UPDATE SKIP LOCKED
      """;

  /** Open dependencies whose parent has ended, with what the child may need of it. */
  static final String PARENTS =
      """
      SELECT a.child, a.parent, a.on_end, a.gives_file, p.status, p.removed_at,
             o.content_id, o.inline_content, o.media_type, o.name, o.size_bytes, o.sha256,
             o.deleted_at
        FROM job_after a
        LEFT JOIN job p ON p.id = a.parent
        LEFT JOIN output o ON o.job_id = a.parent AND a.gives_file
       WHERE a.child = ANY (?) AND a.met_at IS NULL AND (p.id IS NULL OR p.finished_at IS NOT NULL)
       ORDER BY a.child, a.position
      """;

  static final String MEET =
      "UPDATE job_after SET met_at = CURRENT_TIMESTAMP WHERE child = ? AND parent = ?";

  /** Of children that have ended: nothing is to be decided any more. */
  static final String CLOSE =
      "UPDATE job_after SET met_at = CURRENT_TIMESTAMP WHERE child = ANY (?) AND met_at IS NULL";

  static final String STILL_WAITS =
      "UPDATE job SET waits_for = ?, version = version + 1 WHERE id = ? AND status = 'WAITING'";

  /** Lets a job go on: it is due now, or at its own time, unless it is suspended. */
  static final String RELEASE =
      """
      UPDATE job SET waits_for = NULL,
             run_at = CASE WHEN suspended_at IS NULL
                           THEN GREATEST(held_run_at, CURRENT_TIMESTAMP) ELSE run_at END,
             scheduled = (suspended_at IS NOT NULL OR held_run_at > CURRENT_TIMESTAMP),
             held_run_at = CASE WHEN suspended_at IS NULL THEN NULL
                                ELSE GREATEST(held_run_at, CURRENT_TIMESTAMP) END,
             version = version + 1
       WHERE id = ? AND status = 'WAITING'
      """;

  static final String FAIL =
      """
      UPDATE job SET status = 'FAILED', finished_at = CURRENT_TIMESTAMP, waits_for = NULL,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             purge_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND,
             error_status = ?, error_code = ?, error_message = ?, error_job = ?,
             version = version + 1
       WHERE id = ? AND status = 'WAITING'
      """;

  /** Keeps the content of an output from being deleted until this transaction has ended. */
  static final String CONTENT_LOCK =
      "SELECT id FROM content WHERE id = ? AND state = 'KEPT' FOR UPDATE";

  static final String CONTENT_INSERT =
      """
      INSERT INTO content (id, state, job_id, claim, touched_at)
      VALUES (?, 'KEPT', NULL, NULL, CURRENT_TIMESTAMP)
      """;

  static final String CHUNK_INSERT = "INSERT INTO chunk (content_id, seq, data) VALUES (?, 0, ?)";

  static final String FILE_INSERT =
      """
      INSERT INTO job_file (job_id, content_id, name, media_type, size_bytes, sha256)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  /** What a job waits for, or has waited for, in the order of its request. */
  static final String PARENTS_OF =
      """
      SELECT parent, on_end, gives_file FROM job_after WHERE child = ? ORDER BY position
      """;

  /** The unfinished jobs that wait for one of these, or did. */
  static final String CHILDREN =
      """
      SELECT DISTINCT a.child FROM job_after a JOIN job c ON c.id = a.child
       WHERE a.parent = ANY (?) AND c.finished_at IS NULL
      """;
}
