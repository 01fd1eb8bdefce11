package org.meanwhile.job.content;

public final class ContentSql {
  private ContentSql() {}

  static final String CONTENT_STAGE =
      """
      INSERT INTO content (id, state, job_id, claim, media_type, name, writer, touched_at)
      VALUES (?, 'STAGED', ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)
      """;

  /** Guarded by the writer: of two that append to a content, the later one has taken it over. */
  static final String CONTENT_TOUCH =
      """
      UPDATE content SET touched_at = CURRENT_TIMESTAMP
       WHERE id = ? AND state = 'STAGED' AND writer IS NOT DISTINCT FROM CAST(? AS uuid)
      """;

  static final String CONTENT_TAKE =
      """
      UPDATE content SET writer = ?, touched_at = CURRENT_TIMESTAMP
       WHERE id = ? AND state = 'STAGED'
      """;

  /** What is stored of a content. The chunks but for the last have the same length. */
  static final String CONTENT_POSITION =
      """
      SELECT (SELECT MAX(k.seq) FROM chunk k WHERE k.content_id = c.id) AS last_seq,
             (SELECT OCTET_LENGTH(k.data) FROM chunk k WHERE k.content_id = c.id
               ORDER BY k.seq DESC FETCH FIRST 1 ROW ONLY) AS last_bytes,
             (SELECT SUM(OCTET_LENGTH(t.data)) FROM chunk_tail t
               WHERE t.content_id = c.id) AS tail_bytes
        FROM content c WHERE c.id = ?
      """;

  public static final String CONTENT_DISCARD =
      "UPDATE content SET state = 'DOOMED' WHERE id = ? AND state = 'STAGED'";

  /** Orders this transaction among those that make the content another job's file. */
  public static final String CONTENT_LOCK = "SELECT id FROM content WHERE id = ? FOR UPDATE";

  /** For the content of a deleted output, unless it is a job's file. */
  public static final String CONTENT_DOOM =
      """
      UPDATE content SET state = 'DOOMED' WHERE id = ?
         AND NOT EXISTS (SELECT 1 FROM job_file f WHERE f.content_id = content.id)
      """;

  static final String CHUNK_INSERT = "INSERT INTO chunk (content_id, seq, data) VALUES (?, ?, ?)";

  static final String TAIL_INSERT =
      "INSERT INTO chunk_tail (content_id, seq, from_byte, data) VALUES (?, ?, ?, ?)";

  static final String TAIL_DELETE = "DELETE FROM chunk_tail WHERE content_id = ? AND seq = ?";

  static final String TAIL_READ =
      "SELECT data FROM chunk_tail WHERE content_id = ? AND seq = ? ORDER BY from_byte";

  /** Outputs of running jobs that are read while they are written. */
  static final String PARTIAL =
      """
      SELECT c.job_id, c.id, c.claim, c.media_type, c.name,
             (SELECT MAX(k.seq) FROM chunk k WHERE k.content_id = c.id) AS last_seq,
             (SELECT OCTET_LENGTH(k.data) FROM chunk k WHERE k.content_id = c.id
               ORDER BY k.seq DESC FETCH FIRST 1 ROW ONLY) AS last_bytes,
             (SELECT SUM(OCTET_LENGTH(t.data)) FROM chunk_tail t
               WHERE t.content_id = c.id) AS tail_bytes
        FROM content c JOIN job j ON j.id = c.job_id AND j.claim = c.claim
       WHERE c.job_id = ANY (?) AND c.state = 'STAGED' AND c.media_type IS NOT NULL
         AND j.status = 'RUNNING'
      """;

  static final String CHUNK_READ = "SELECT data FROM chunk WHERE content_id = ? AND seq = ?";

  static final String CONTENTS_KEPT =
      "SELECT id FROM content WHERE id = ANY (?) AND state = 'KEPT'";

  static final String INLINE_READ = "SELECT inline_content FROM output WHERE job_id = ?";
}
