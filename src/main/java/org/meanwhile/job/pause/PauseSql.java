package org.meanwhile.job.pause;

final class PauseSql {
  private PauseSql() {}

  static final String ALL = "SELECT operation, since, reason FROM operation_pause";

  static final String INSERT =
      """
      INSERT INTO operation_pause (operation, since)
      SELECT CAST(? AS varchar(64)), CURRENT_TIMESTAMP
       WHERE NOT EXISTS (SELECT 1 FROM operation_pause WHERE operation = ?)
      """;

  static final String EXPLAIN = "UPDATE operation_pause SET reason = ? WHERE operation = ?";

  static final String DELETE = "DELETE FROM operation_pause WHERE operation = ?";
}
