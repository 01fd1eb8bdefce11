package org.meanwhile.cluster.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** Records what clients were told, in order. Thread-safe. */
public final class Ledger {

  /** The kinds of facts. */
  public enum Kind {
    /** A job was answered 202; the detail is the number of attempts that fail. */
    ACCEPTED,
    /** A cancellation is about to be requested: it may take effect although no answer comes. */
    CANCELING,
    /** A cancellation was answered 200. */
    CANCELED,
    /** The output was answered 200; the detail is the run that made it. */
    RESULT,
    /** The last status document; the detail is the status and the attempt. */
    FINAL
  }

  public record Fact(Kind kind, String job, String detail) {

    static Fact parse(String line) {
      String[] words = line.split(" ", 3);
      return new Fact(Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), words[1], words[2]);
    }

    @Override
    public String toString() {
      return kind.name().toLowerCase(Locale.ROOT) + " " + job + " " + detail;
    }
  }

  private final Path file;

  /** The file outlives a failed test. */
  Ledger(Path file) {
    this.file = file;
  }

  public synchronized void add(Kind kind, String job, Object detail) {
    try {
      Files.writeString(
          file,
          new Fact(kind, job, detail.toString()) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized List<Fact> facts() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Fact::parse).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of all accepted jobs. */
  public List<String> jobs() {
    return facts().stream().filter(f -> f.kind() == Kind.ACCEPTED).map(Fact::job).toList();
  }
}
