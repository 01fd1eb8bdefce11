package org.meanwhile.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.JavaProcess;

/** Runs loads, each in a process of its own. */
public final class Loads {
  private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

  private Loads() {}

  /** How long a load runs: first to warm up, then measured. */
  public record Length(int warmUpSeconds, int seconds) {}

  /** Requests as {@link HttpLoad} reads them, in a file of that name. */
  public static Path requests(String name, List<String> requests) {
    Path file = JavaProcess.directory("requests").resolve(name);
    try {
      return Files.writeString(file, String.join("%%\n", requests), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends requests over so many connections. */
  public static LoadResult http(int port, int connections, Length length, Path requests) {
    return run(HttpLoad.class, length.warmUpSeconds, length.seconds, port, connections, requests);
  }

  /** Inserts rows by so many clients. */
  public static LoadResult inserts(Database database, int clients, Length length) {
    return run(
        InsertLoad.class,
        length.warmUpSeconds,
        length.seconds,
        database.url(),
        database.name(),
        clients);
  }

  /** Downloads something over so many connections; what it counts are megabytes. */
  public static LoadResult downloads(int port, int connections, String path) {
    return run(DownloadLoad.class, port, connections, path);
  }

  /**
   * Sends each request over a connection of its own, and takes the answers when they come.
   *
   * @return waits for the last of them
   */
  public static Supplier<LoadResult> waits(int port, Path requests) {
    return start(WaitLoad.class, port, requests);
  }

  private static LoadResult run(Class<?> main, Object... arguments) {
    return start(main, arguments).get();
  }

  private static Supplier<LoadResult> start(Class<?> main, Object... arguments) {
    List<String> all = Stream.of(arguments).map(Object::toString).toList();
    try {
      Process process = JavaProcess.of(main, FLAGS, all).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return () -> result(main, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoadResult result(Class<?> main, Process process) {
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(main.getSimpleName() + " failed");
      }
      return LoadResult.read(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
