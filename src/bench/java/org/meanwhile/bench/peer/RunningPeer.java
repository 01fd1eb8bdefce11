package org.meanwhile.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.JavaProcess;
import org.meanwhile.bench.server.Postgres;
import org.meanwhile.bench.server.Wait;

/** A peer in a process and database of its own. */
public final class RunningPeer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Library library;
  private final Database database;
  private final Process process;
  private final BufferedReader answers;

  /**
   * Starts the peer.
   *
   * @param flags the flags of its JVM, if it has one
   */
  public RunningPeer(Library library, Handlers handlers, Postgres postgres, List<String> flags) {
    this.library = library;
    this.database = postgres.create(library.database());
    try {
      process = builder(handlers, flags).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    answers = process.inputReader(StandardCharsets.US_ASCII);
    expect("ready");
  }

  private ProcessBuilder builder(Handlers handlers, List<String> flags) {
    String workers = Integer.toString(handlers.workers());
    String millis = Integer.toString(handlers.millis());
    List<String> arguments =
        List.of(library.name(), database.url(), database.name(), workers, millis);
    return library.isOnNodeJs()
        ? NodeJs.process(arguments)
        : JavaProcess.of(PeerProcess.class, flags, arguments);
  }

  public Library library() {
    return library;
  }

  /**
   * Stores jobs and lets the peer run them.
   *
   * @return the time from the first execution until the database has no unfinished job
   */
  public Duration drain(int jobs) {
    database.update(library.clear());
    send("store " + jobs);
    expect("stored");
    database.settle();
    send("drain");
    Instant first = Instant.parse(expect("drained").substring("drained ".length()));
    Wait.until("done", LIMIT, Duration.ofMillis(5), () -> unfinished() == 0);
    Instant last = database.time("SELECT clock_timestamp()");
    send("pause");
    expect("paused");
    return Duration.between(first, last);
  }

  private long unfinished() {
    return database.value(Long.class, library.countUnfinished());
  }

  private void send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String expect(String answer) {
    try {
      String line = answers.readLine();
      if (line == null || !line.startsWith(answer)) {
        throw new IllegalStateException(library + " says " + line + ", not " + answer);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    database.close();
  }
}
