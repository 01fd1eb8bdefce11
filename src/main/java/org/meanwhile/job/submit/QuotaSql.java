package org.meanwhile.job.submit;

final class QuotaSql {
  private QuotaSql() {}

  /** Two queries rather than one for both states: each uses an index of its own. */
  static final String UNFINISHED_BY_CALLER =
      """
      SELECT caller, TRUE, COUNT(*) FROM job WHERE status = 'WAITING' GROUP BY caller
      UNION ALL
      SELECT caller, FALSE, COUNT(*) FROM job WHERE status = 'RUNNING' GROUP BY caller
      """;

  /**
   * Outputs that are not deleted, and files, each once however many jobs share it. An output that
   * others have as well counts with the job that ran, or once with the others.
   */
  static final String STORED_BY_CALLER =
      """
      SELECT caller, CAST(SUM(size_bytes) AS BIGINT) FROM output
       WHERE deleted_at IS NULL AND size_bytes > 0 GROUP BY caller
      UNION ALL
      SELECT o.caller, CAST(-SUM(o.size_bytes) AS BIGINT)
        FROM output o
       WHERE o.shared_of IS NOT NULL AND o.deleted_at IS NULL AND o.size_bytes > 0
         AND EXISTS (SELECT 1 FROM output f
                      WHERE (f.job_id = o.shared_of
                             OR f.shared_of = o.shared_of AND f.job_id < o.job_id)
                        AND f.deleted_at IS NULL AND f.size_bytes > 0)
       GROUP BY o.caller
      UNION ALL
      SELECT f.caller, CAST(SUM(f.size_bytes) AS BIGINT)
        FROM (SELECT DISTINCT j.caller, s.content_id, s.size_bytes
                FROM job_file s JOIN job j ON j.id = s.job_id) f
       GROUP BY f.caller
      """;

  /**
   * The seconds until the first of a caller's outputs and files expires; null when there is none.
   * The caller is a parameter twice.
   */
  static final String SECONDS_TO_FIRST_EXPIRY =
      """
      SELECT CAST(EXTRACT(EPOCH FROM (MIN(e.expires_at) - CURRENT_TIMESTAMP)) AS BIGINT)
        FROM (SELECT j.expires_at FROM output o JOIN job j ON j.id = o.job_id
               WHERE o.caller = ? AND o.deleted_at IS NULL AND o.size_bytes > 0
              UNION ALL
              SELECT j.expires_at FROM job_file f JOIN job j ON j.id = f.job_id
               WHERE j.caller = ? AND f.size_bytes > 0) e
      """;
}
