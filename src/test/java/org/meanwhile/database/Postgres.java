package org.meanwhile.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One PostgreSQL server for all tests of this JVM, with durable commits. It ends with the JVM. */
public final class Postgres {
  private static final Path DIRECTORY = Path.of("target", "test-work", "postgres").toAbsolutePath();
  private static EmbeddedPostgres server;

  private Postgres() {}

  /** Creates an empty database and returns its JDBC URL. */
  public static synchronized String create(String name) {
    if (server == null) {
      server = start();
    }
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return server.getJdbcUrl("postgres", name);
  }

  /** A shutdown hook of the library stops the server and deletes its data. */
  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setOverrideWorkingDirectory(DIRECTORY.resolve("program").toFile())
          .setDataDirectory(DIRECTORY.resolve("data-" + ProcessHandle.current().pid()))
          .setPGStartupWait(Duration.ofSeconds(60))
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("fsync", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("listen_addresses", "127.0.0.1")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
