package org.meanwhile.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** What clients were told, in the order in which they heard it; safe for many threads. */
final class Ledger {

  /** What a client may be told. */
  enum What {
    /** 202; detail: how many attempts shall fail. */
    ACCEPTED,
    /** A cancellation is about to be asked for: it may take effect although no answer comes. */
    CANCELING,
    /** 200 to the cancellation. */
    CANCELED,
    /** 200 to a GET of the output; detail: the run that made it. */
    RESULT,
    /** What the status document said at the very end; detail: status and attempt. */
    FINAL
  }

  /** One entry. */
  record Fact(What what, String job, String detail) {

    static Fact parse(String line) {
      String[] words = line.split(" ", 3);
      return new Fact(What.valueOf(words[0].toUpperCase(Locale.ROOT)), words[1], words[2]);
    }

    @Override
    public String toString() {
      return what.name().toLowerCase(Locale.ROOT) + " " + job + " " + detail;
    }
  }

  private final Path file;

  /** A new one, in a file that outlives a failed test. */
  Ledger(Path file) {
    this.file = file;
  }

  synchronized void add(What what, String job, Object detail) {
    try {
      Files.writeString(
          file,
          new Fact(what, job, detail.toString()) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized List<Fact> facts() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Fact::parse).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of all jobs that were accepted. */
  List<String> jobs() {
    return facts().stream().filter(f -> f.what() == What.ACCEPTED).map(Fact::job).toList();
  }
}
