package org.meanwhile.job.content;

public final class ContentSql {
  private ContentSql() {}

  static final String CONTENT_STAGE =
      """
      INSERT INTO content (id, state, job_id, claim, touched_at)
      VALUES (?, 'STAGED', ?, ?, CURRENT_TIMESTAMP)
      """;

  static final String CONTENT_TOUCH =
      "UPDATE content SET touched_at = CURRENT_TIMESTAMP WHERE id = ? AND state = 'STAGED'";

  public static final String CONTENT_DISCARD =
      "UPDATE content SET state = 'DOOMED' WHERE id = ? AND state = 'STAGED'";

  public static final String CONTENT_DOOM = "UPDATE content SET state = 'DOOMED' WHERE id = ?";

  static final String CHUNK_INSERT = "INSERT INTO chunk (content_id, seq, data) VALUES (?, ?, ?)";

  static final String CHUNK_READ = "SELECT data FROM chunk WHERE content_id = ? AND seq = ?";

  static final String CONTENTS_KEPT =
      "SELECT id FROM content WHERE id = ANY (?) AND state = 'KEPT'";

  static final String INLINE_READ = "SELECT inline_content FROM output WHERE job_id = ?";
}
