package org.meanwhile.bench.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** One PostgreSQL server for all contenders; each contender has a database of its own. */
public final class Postgres implements AutoCloseable {
  /**
   * The settings that differ from the defaults of PostgreSQL, or matter most: commits are durable.
   */
  public static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "fsync", "on",
              "synchronous_commit", "on",
              "full_page_writes", "on",
              "shared_buffers", "512MB",
              "max_wal_size", "8GB",
              "checkpoint_timeout", "30min",
              "max_connections", "200",
              "track_commit_timestamp", "on",
              "shared_preload_libraries", "pg_stat_statements"));

  private final EmbeddedPostgres server;

  /** Starts the server on a free port of the loopback interface. */
  public Postgres() {
    Path directory = JavaProcess.directory("postgres");
    ProcessBuilder.Redirect log =
        ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile());
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(directory.toFile())
            .setDataDirectory(directory.resolve("data"))
            .setCleanDataDirectory(true)
            .setOutputRedirector(log)
            .setErrorRedirector(log)
            .setPGStartupWait(Duration.ofMinutes(1));
    SETTINGS.forEach(builder::setServerConfig);
    try {
      server = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates an empty database with an owner of the same name, who is no superuser. */
  public Database create(String name) {
    try (Connection connection = connect("postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name);
      statement.execute("DROP ROLE IF EXISTS " + name);
      statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
      statement.execute("CREATE DATABASE " + name + " OWNER " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    try (Connection connection = connect(name, "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION pg_stat_statements");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Database(name, url(name), connect(name, "postgres"));
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
  }

  private Connection connect(String database, String user) {
    try {
      return DriverManager.getConnection(url(database), user, user);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
