package org.meanwhile.cluster.support;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A real PostgreSQL server with a directory and port of its own, whose commits survive the end of
 * its processes. It can be crashed, and started again with the same directory and port.
 */
public final class Postgres implements AutoCloseable {
  public static final String USER = "postgres";

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock");
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path data;
  private final Map<String, String> config = new TreeMap<>();
  private int port;
  private EmbeddedPostgres running;

  /**
   * @param data its directory, which is created when it does not exist
   */
  public Postgres(Path data) {
    this.data = data.toAbsolutePath();
    with("synchronous_commit", "on")
        .with("max_connections", "120")
        .with("shared_buffers", "64MB")
        .with("wal_keep_size", "256MB");
  }

  Postgres with(String name, String value) {
    config.put(name, value);
    return this;
  }

  /** Starts the server, and returns when it answers. */
  public Postgres start() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPGStartupWait(START_LIMIT)
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()));
    config.forEach(builder::setServerConfig);
    if (port != 0) {
      builder.setPort(port);
    }
    try {
      Files.createDirectories(data.getParent());
      running = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = running.getPort();
    return this;
  }

  /** Ends all its processes at once, as {@code pg_ctl stop -m immediate} does. */
  public void crash() {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
      postmaster.onExit().get(60, SECONDS);
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("PostgreSQL does not end; see " + log(), e);
    }
  }

  /**
   * Starts a streaming replica from a base backup, made as {@code pg_basebackup} does; that client
   * program is not installed here.
   */
  public Postgres replica(Path directory) {
    Postgres replica = new Postgres(directory);
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('replica', true)");
      copyTo(replica.data);
      try (ResultSet label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop()")) {
        label.next();
        Files.writeString(replica.data.resolve("backup_label"), label.getString(1));
      }
      Files.createFile(replica.data.resolve("standby.signal"));
      Files.writeString(
          replica.data.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=" + USER + "'\n",
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return replica.start();
  }

  /** Does not copy the files of the running server, nor the log, which is streamed. */
  private void copyTo(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (Stream<Path> all = Files.walk(data)) {
      for (Path path : all.toList()) {
        Path relative = data.relativize(path);
        String name = relative.toString();
        if (Files.isDirectory(path)) {
          Files.createDirectory(target.resolve(relative), OWNER_ONLY);
        } else if (!name.startsWith("pg_wal/") && !NOT_COPIED.contains(name)) {
          Files.copy(path, target.resolve(relative));
        }
      }
    }
  }

  public int port() {
    return port;
  }

  Path data() {
    return data;
  }

  public DataSource source() {
    return running.getPostgresDatabase();
  }

  /** Returns the single number that a query yields. */
  public long number(String sql) {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public void execute(String sql) {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path log() {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  @Override
  public void close() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
