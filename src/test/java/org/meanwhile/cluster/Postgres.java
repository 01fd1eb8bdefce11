package org.meanwhile.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * A real PostgreSQL of its own directory and port, whose commits are durable against the end of its
 * processes. It can be ended as a crash ends it, and started again where it was.
 */
final class Postgres implements AutoCloseable {
  static final String USER = "postgres";

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final Path data;
  private final Map<String, String> config = new TreeMap<>();
  private int port;
  private EmbeddedPostgres running;

  /**
   * @param data its directory; made when it does not exist
   */
  Postgres(Path data) {
    this.data = data.toAbsolutePath();
    with("synchronous_commit", "on").with("max_connections", "120").with("shared_buffers", "64MB");
  }

  Postgres with(String name, String value) {
    config.put(name, value);
    return this;
  }

  /** Returns when it answers. */
  Postgres start() {
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

  /** Ends every process of it at once, as {@code pg_ctl stop -m immediate} does. */
  void crash() {
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

  int port() {
    return port;
  }

  Path data() {
    return data;
  }

  DataSource source() {
    return running.getPostgresDatabase();
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
