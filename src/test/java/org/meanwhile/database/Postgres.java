package org.meanwhile.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One real PostgreSQL for all tests of this JVM, with durable commits; it ends with the JVM. */
public final class Postgres {
  private static final Path PLACE = Path.of("target", "test-work", "postgres").toAbsolutePath();
  private static EmbeddedPostgres server;

  private Postgres() {}

  /** The URL of a new, empty database. */
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

  /** Its own shutdown hook stops it and deletes its data. */
  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setOverrideWorkingDirectory(PLACE.resolve("program").toFile())
          .setDataDirectory(PLACE.resolve("data-" + ProcessHandle.current().pid()))
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
