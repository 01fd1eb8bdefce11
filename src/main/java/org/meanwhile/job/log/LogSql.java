package org.meanwhile.job.log;

/** The same for both databases. */
public final class LogSql {
  private LogSql() {}

  /**
   * Guarded by the lease. After a commit whose answer was lost the same batch comes again, and is
   * not stored twice.
   */
  static final String INSERT =
      """
      INSERT INTO job_log (job_id, last_seq, first_seq, attempt, written_at, size_bytes, lines)
      SELECT j.id, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS INTEGER), CURRENT_TIMESTAMP,
             CAST(? AS INTEGER), CAST(? AS VARCHAR)
        FROM job j
       WHERE j.id = ? AND j.owner = ? AND j.claim = ? AND j.status IS NOT DISTINCT FROM 'RUNNING'
         AND NOT EXISTS (SELECT 1 FROM job_log l WHERE l.job_id = ? AND l.last_seq = ?)
      """;

  static final String TRIM = "DELETE FROM job_log WHERE job_id = ? AND last_seq <= ?";

  static final String STORED =
      "SELECT last_seq, first_seq, size_bytes FROM job_log WHERE job_id = ? ORDER BY last_seq";

  static final String ROWS =
      """
      SELECT last_seq, first_seq, attempt, written_at, lines FROM job_log
       WHERE job_id = ? AND last_seq > ? ORDER BY last_seq FETCH FIRST ? ROWS ONLY
      """;

  /** The newest row of each job, by the primary key. */
  static final String LATEST =
      """
      SELECT w.id, (SELECT MAX(l.last_seq) FROM job_log l WHERE l.job_id = w.id)
        FROM UNNEST(CAST(? AS uuid ARRAY)) AS w (id)
      """;

  public static final String DELETE = "DELETE FROM job_log WHERE job_id = ANY (?)";

  /** For a statement of JPA, which has no array. */
  public static final String DELETE_ONE = "DELETE FROM job_log WHERE job_id = ?";
}
