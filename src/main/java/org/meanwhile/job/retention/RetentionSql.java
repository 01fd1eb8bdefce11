package org.meanwhile.job.retention;

import java.util.Optional;
import org.meanwhile.database.Dialect;

public final class RetentionSql {
  private RetentionSql() {}

  static final String SHARES_EXPIRED =
      """
      DELETE FROM share WHERE id IN (
        SELECT s.id FROM share s WHERE s.expires_at <= CURRENT_TIMESTAMP
         ORDER BY s.expires_at FETCH FIRST ? ROWS ONLY)
      """;

  public static final String DUE =
      """
      SELECT id, gone_at <= CURRENT_TIMESTAMP FROM job WHERE purge_at <= CURRENT_TIMESTAMP
       ORDER BY purge_at FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED
      """;

  /** Locks the contents of these jobs' outputs, which may be files of others. */
  static final String OUTPUT_CONTENTS_LOCK =
      """
      SELECT c.id FROM content c
       WHERE c.id IN (SELECT o.content_id FROM output o
                       WHERE o.job_id = ANY (?) AND o.content_id IS NOT NULL)
       ORDER BY c.id FOR UPDATE
      """;

  static final String OUTPUTS_EMPTY =
      """
      UPDATE output SET inline_content = NULL, content_id = NULL,
             deleted_at = COALESCE(deleted_at, CURRENT_TIMESTAMP)
       WHERE job_id = ANY (?)
      """;

  public static final String JOBS_PURGED = "UPDATE job SET purge_at = gone_at WHERE id = ANY (?)";

  static final String OUTPUTS_DELETE = "DELETE FROM output WHERE job_id = ANY (?)";

  static final String INPUT_BYTES =
      "SELECT job_id, OCTET_LENGTH(input) FROM job_request WHERE job_id = ANY (?)";

  static final String LEASES_DELETE = "DELETE FROM worker_lease WHERE job_id = ANY (?)";

  static final String GROUPS_DELETE = "DELETE FROM group_state WHERE job_id = ANY (?)";

  static final String REQUESTS_DELETE = "DELETE FROM job_request WHERE job_id = ANY (?)";

  /** Checkpoints are deleted by cascade. */
  static final String JOBS_DELETE = "DELETE FROM job WHERE id = ANY (?)";

  /**
   * Locks the contents of these jobs' files. Jobs that share a file may be purged at the same time:
   * the second waits here, and then sees that the first one's reference is gone.
   */
  static final String FILE_CONTENTS_LOCK =
      """
      SELECT c.id FROM content c
       WHERE c.id IN (SELECT f.content_id FROM job_file f WHERE f.job_id = ANY (?))
       ORDER BY c.id FOR UPDATE
      """;

  /** Contents that are no job's file or output any more. */
  static final String CONTENTS_DOOM =
      """
      UPDATE content SET state = 'DOOMED'
       WHERE id = ANY (?)
         AND NOT EXISTS (SELECT 1 FROM job_file f WHERE f.content_id = content.id)
         AND NOT EXISTS (SELECT 1 FROM output o
                          WHERE o.content_id = content.id AND o.deleted_at IS NULL)
      """;

  static final String DEPENDENCIES_DELETE = "DELETE FROM job_after WHERE child = ANY (?)";

  static final String FILES_DELETE = "DELETE FROM job_file WHERE job_id = ANY (?)";

  /** Deletes checkpoints of jobs that have ended: no run will use them. */
  static final String CHECKPOINTS_DONE =
      """
      DELETE FROM checkpoint WHERE job_id IN (
        SELECT c.job_id FROM checkpoint c JOIN job j ON j.id = c.job_id
         WHERE j.finished_at IS NOT NULL FETCH FIRST ? ROWS ONLY)
      """;

  /** Selections of bulk jobs that have ended. */
  static final String SELECTIONS_DONE =
      """
      SELECT s.id FROM bulk_selection s LEFT JOIN job j ON j.id = s.job_id
       WHERE j.id IS NULL OR j.finished_at IS NOT NULL FETCH FIRST 1 ROWS ONLY
      """;

  static final String TARGETS_DELETE =
      """
      DELETE FROM bulk_target WHERE selection_id = ?
         AND seq IN (SELECT t.seq FROM bulk_target t WHERE t.selection_id = ?
                      ORDER BY t.seq FETCH FIRST ? ROWS ONLY)
      """;

  static final String SELECTION_DELETE = "DELETE FROM bulk_selection WHERE id = ?";

  public static final String UPLOADS_IDLE =
      """
      UPDATE content SET state = 'DOOMED'
       WHERE state = 'STAGED' AND job_id IS NULL
         AND touched_at < CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  /** Written by a run that is no longer running under the same claim. */
  public static final String OUTPUTS_ABANDONED =
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

  /** Deletes chunks of a single content. With several ids H2 would scan the whole table. */
  static final String CHUNKS_DELETE =
      """
      DELETE FROM chunk WHERE content_id = ?
         AND seq IN (SELECT c.seq FROM chunk c WHERE c.content_id = ?
                      ORDER BY c.seq FETCH FIRST ? ROWS ONLY)
      """;

  /**
   * Deletes the changes of ended jobs that all nodes have seen a minute later, and notes that they
   * are deleted, for a node that has not: a statement of another node sees both or neither.
   */
  private static final String CHANGES_TOLD =
      """
      WITH told AS (
        DELETE FROM ended_job_change WHERE changed_at < CURRENT_TIMESTAMP - INTERVAL '1' MINUTE
        RETURNING transaction_id)
      UPDATE ended_job_change_floor
         SET transaction_id = GREATEST(transaction_id, (SELECT MAX(transaction_id) + 1 FROM told))
       WHERE EXISTS (SELECT FROM told)
      """;

  /** Empty where the database tells no changes. */
  static Optional<String> changesTold(Dialect dialect) {
    return dialect.choose(Optional.empty(), Optional.of(CHANGES_TOLD));
  }

  static final String TAILS_DELETE = "DELETE FROM chunk_tail WHERE content_id = ANY (?)";

  static final String CONTENTS_DELETE = "DELETE FROM content WHERE id = ANY (?)";
}
