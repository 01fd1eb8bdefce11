package org.meanwhile.contract.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A driver of a client while it runs, in a process of its own. */
public final class ClientProcess implements AutoCloseable {
  private static final int LIMIT_MINUTES = 2;

  private final Process process;
  private final File output;
  private final File errors;

  private ClientProcess(Process process, File output, File errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /** What a driver printed, and how it ended. */
  public record Result(int exit, List<String> lines) {
    /** Its last line. */
    public String line() {
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
  }

  /** Starts a driver. Its first argument is where the server is. */
  public static ClientProcess start(ClientLanguage language, String... arguments) {
    return start(language, Map.of(), arguments);
  }

  /** Starts a driver with more variables in its environment. */
  public static ClientProcess start(
      ClientLanguage language, Map<String, String> environment, String... arguments) {
    try {
      Path directory = Path.of(System.getProperty("it.directory"), "clients");
      List<String> command = language.command(arguments);
      File output = Files.createTempFile(directory, "output", ".txt").toFile();
      File errors = Files.createTempFile(directory, "errors", ".txt").toFile();
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(output).redirectError(errors);
      builder.environment().putAll(environment);
      return new ClientProcess(builder.start(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a driver to its end. Fails when it ends in another way than by its own words. */
  public static Result run(ClientLanguage language, String... arguments) {
    try (ClientProcess process = start(language, arguments)) {
      return process.await();
    }
  }

  /** Waits for its end. */
  public Result await() {
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("does not end: " + process.info().commandLine() + "\n" + said());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Result result = new Result(process.exitValue(), lines());
    if (result.exit() != 0 && result.exit() != 3) {
      throw new AssertionError("ended with " + result + "\n" + said());
    }
    return result;
  }

  public boolean hasEnded() {
    return !process.isAlive();
  }

  /** The lines that it has printed so far. */
  public List<String> lines() {
    return read(output).lines().toList();
  }

  /** What it has written to its standard error. */
  public String said() {
    return read(errors);
  }

  private static String read(File file) {
    try {
      return Files.readString(file.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends it a signal, such as STOP, CONT, TERM or KILL. */
  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
