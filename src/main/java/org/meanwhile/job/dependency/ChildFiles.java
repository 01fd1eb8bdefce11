package org.meanwhile.job.dependency;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.job.dependency.EndedParent.ParentOutput;

/** Makes the output of a job the file of another one, without a copy of its chunks. */
final class ChildFiles {
  private ChildFiles() {}

  /** False when the output was deleted meanwhile. True when the child wants none, too. */
  static boolean give(Connection c, EndedParent parent) throws SQLException {
    if (parent.file().isEmpty()) {
      return true;
    }
    ParentOutput output = parent.file().get();
    UUID content = output.content() == null ? insert(c, output.inline()) : output.content();
    if (Rows.query(c, DependencySql.CONTENT_LOCK, row -> Rows.uuid(row, 1), content).isEmpty()) {
      return false;
    }
    Rows.update(
        c,
        DependencySql.FILE_INSERT,
        parent.child().value(),
        content,
        output.name(),
        output.mediaType(),
        output.sizeBytes(),
        output.sha256());
    return true;
  }

  /** A small output is no content by itself. */
  private static UUID insert(Connection c, byte[] inline) throws SQLException {
    UUID content = UUID.randomUUID();
    Rows.update(c, DependencySql.CONTENT_INSERT, content);
    Rows.update(c, DependencySql.CHUNK_INSERT, content, inline == null ? new byte[0] : inline);
    return content;
  }
}
