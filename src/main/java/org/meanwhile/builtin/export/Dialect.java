package org.meanwhile.builtin.export;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What is particular about a database, so that rows come from a cursor, and as the same bytes on
 * every run and connection.
 */
enum Dialect {
  /**
   * After some executions of one SQL text on one connection, five by default, PostgreSQL's driver
   * asks for values in binary form and makes text of them by itself: {@code 5.0} for {@code 5}. A
   * result that may be updated is never sent in binary form, whatever the pool, the URL's {@code
   * prepareThreshold} or the number of executions; nothing is ever updated.
   */
  POSTGRESQL(ResultSet.CONCUR_UPDATABLE) {
    @Override
    void begin(Connection connection) throws SQLException {
      execute(connection, TEXT_SETTINGS);
    }

    @Override
    ValueReader reader(int type, String typeName, boolean nested) {
      return PostgresValues.reader(type, typeName, nested);
    }
  },

  /** H2 has no cursors: it builds the whole result first, unless its execution is lazy. */
  H2(ResultSet.CONCUR_READ_ONLY) {
    @Override
    void begin(Connection connection) throws SQLException {
      execute(connection, "SET LAZY_QUERY_EXECUTION 1");
    }

    @Override
    void end(Connection connection) throws SQLException {
      execute(connection, "SET LAZY_QUERY_EXECUTION 0");
    }
  },

  OTHER(ResultSet.CONCUR_READ_ONLY);

  /**
   * What shapes the text of values, for this transaction only: else it would follow the settings of
   * the role, the database, and the JVM's time zone. The order of day and month stays the role's,
   * because it is how a query's own texts are read. Settings that a server does not know are left
   * out.
   *
   * <p>Not set, because they say what is meant and not how it is written: {@code search_path}, and
   * {@code lc_monetary}, by which money has its currency and its decimals.
   */
  private static final String TEXT_SETTINGS =
      """
      SELECT set_config(name, value, true)
      FROM (VALUES ('DateStyle', 'ISO'), ('IntervalStyle', 'postgres'), ('TimeZone', 'UTC'),
        ('extra_float_digits', '3'), ('bytea_output', 'hex'), ('quote_all_identifiers', 'off'))
        AS setting (name, value)
      WHERE current_setting(name, true) IS NOT NULL
      """;

  private final int concurrency;

  Dialect(int concurrency) {
    this.concurrency = concurrency;
  }

  static Dialect of(Connection connection) throws SQLException {
    return switch (connection.getMetaData().getDatabaseProductName()) {
      case "PostgreSQL" -> POSTGRESQL;
      case "H2" -> H2;
      default -> OTHER;
    };
  }

  /** Called at the begin of the transaction. */
  void begin(Connection connection) throws SQLException {}

  /** Called after the transaction was rolled back. */
  void end(Connection connection) throws SQLException {}

  PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    return connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, concurrency);
  }

  /**
   * The reader for a column.
   *
   * @param type of {@link java.sql.Types}
   * @param nested whether JSON values and arrays are written as JSON, not as text
   */
  ValueReader reader(int type, String typeName, boolean nested) {
    return JdbcValues.reader(type, typeName, nested);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
