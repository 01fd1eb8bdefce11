package org.meanwhile.job.share;

final class ShareSql {
  private ShareSql() {}

  /** Alone: a statement that has waited for a lock reads other tables as they were before. */
  static final String JOB_LOCK = "SELECT id FROM job WHERE id = ? FOR UPDATE";

  static final String SHAREABLE =
      """
      SELECT 1 FROM job j JOIN output o ON o.job_id = j.id
       WHERE j.id = ? AND j.removed_at IS NULL AND j.expires_at > CURRENT_TIMESTAMP
         AND o.deleted_at IS NULL
      """;

  /** A share never outlives the output, so nothing must look for it when the output expires. */
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
}
