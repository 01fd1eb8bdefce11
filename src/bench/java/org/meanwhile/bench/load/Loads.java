package org.meanwhile.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.JavaProcess;

/** Runs each load in a process of its own. */
public final class Loads {
  private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

  private Loads() {}

  /** The length of a load: first the warm-up, then the measured part. */
  public record Length(int warmUpSeconds, int seconds) {}

  /** Writes requests to a file of this name, as {@link HttpLoad} reads them. */
  public static Path requests(String name, List<String> requests) {
    Path file = JavaProcess.directory("requests").resolve(name);
    try {
      return Files.writeString(file, String.join("%%\n", requests), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the requests in turn over the connections. */
  public static LoadResult http(int port, int connections, Length length, Path requests) {
    return run(HttpLoad.class, length.warmUpSeconds, length.seconds, port, connections, requests);
  }

  /** Sends one request so many times a second; see {@link PacedLoad}. */
  public static Supplier<LoadResult> paced(
      int port, int connections, int perSecond, int seconds, Path request) {
    return start(PacedLoad.class, seconds, perSecond, port, connections, request);
  }

  /** Inserts rows by several clients. */
  public static LoadResult inserts(Database database, int clients, Length length) {
    return run(
        InsertLoad.class,
        length.warmUpSeconds,
        length.seconds,
        database.url(),
        database.name(),
        clients);
  }

  /**
   * Stores jobs in one transaction.
   *
   * @param stay whether they are committed; else they are rolled back at the last
   * @return its {@code get} blocks until the transaction has ended
   */
  public static Supplier<LoadResult> bulk(Database database, int jobs, boolean stay) {
    return start(BulkLoad.class, database.url(), database.name(), jobs, stay);
  }

  /** Downloads a path over each of the connections; the result counts megabytes. */
  public static LoadResult downloads(int port, int connections, String path) {
    return run(DownloadLoad.class, port, connections, path);
  }

  /**
   * Sends each request over a connection of its own, and reads the answers when they come.
   *
   * @return its {@code get} blocks until the last answer has come
   */
  public static Supplier<LoadResult> waits(int port, Path requests) {
    return start(WaitLoad.class, port, requests);
  }

  /**
   * Has workers lease jobs and end them, see {@link LeaseLoad}.
   *
   * @param most how many a worker takes at once
   * @param jobs they stop after so many
   * @param timed whether the latency is that since the time in the jobs' input
   * @param ports of the nodes, which the workers use in turn
   * @return its {@code get} blocks until the last job has ended
   */
  public static Supplier<LoadResult> leases(
      String operation, int most, int jobs, boolean timed, int workers, Integer... ports) {
    List<Object> all = new ArrayList<>(List.of(operation, most, jobs, timed, workers));
    all.addAll(List.of(ports));
    return start(LeaseLoad.class, all.toArray());
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
