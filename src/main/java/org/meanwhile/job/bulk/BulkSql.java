package org.meanwhile.job.bulk;

final class BulkSql {
  private BulkSql() {}

  static final String SELECTION_INSERT = "INSERT INTO bulk_selection (id, job_id) VALUES (?, ?)";

  static final String TARGETS_INSERT =
      """
      INSERT INTO bulk_target (selection_id, seq, job_id, done)
      SELECT CAST(? AS uuid), n.seq, n.job_id, FALSE
        FROM UNNEST(CAST(? AS integer ARRAY), CAST(? AS uuid ARRAY)) AS n (seq, job_id)
      """;

  static final String TARGETS =
      """
      SELECT seq, job_id, done, made, error_code, error_detail FROM bulk_target
       WHERE selection_id = ? AND seq > ? ORDER BY seq FETCH FIRST ? ROWS ONLY
      """;

  static final String TARGET_DONE =
      """
      UPDATE bulk_target SET done = TRUE, made = CAST(? AS uuid), error_code = ?, error_detail = ?
       WHERE selection_id = ? AND seq = ?
      """;
}
