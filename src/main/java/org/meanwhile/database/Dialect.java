package org.meanwhile.database;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases. */
public interface Dialect {

  /** The dialect of the database that a connection leads to. */
  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "H2" -> new H2Dialect(connection.getMetaData().getURL());
      case "PostgreSQL" -> new PostgresDialect();
      default -> throw new IllegalStateException("unknown database: " + product);
    };
  }

  /** The folder of its migrations on the class path. */
  String migrations();

  /** The value for this database: a statement, mostly. */
  <T> T choose(T h2, T postgres);

  /** Whether each new version of a row costs an entry in each of the table's indexes. */
  boolean updatesTouchEveryIndex();

  /** Whether only one claim may be under way in this JVM. */
  boolean claimsOneByOne();

  /** Whether no other process can have this database open. */
  boolean exclusive();
}
