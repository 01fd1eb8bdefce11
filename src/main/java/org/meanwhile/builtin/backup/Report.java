package org.meanwhile.builtin.backup;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts the files in the archive and the warnings, and writes each warning to the job's log. Keeps
 * the names of the first hundred warnings only, so that its memory is bounded.
 */
final class Report {
  private static final int MAX_NAMES = 100;
  private static final int MAX_NAME_LENGTH = 200;

  private final Consumer<String> log;
  private final Map<BackupWarning, Long> counts = new EnumMap<>(BackupWarning.class);
  private final List<String> lines = new ArrayList<>();
  private long files;

  Report(Consumer<String> log) {
    this.log = log;
  }

  void addFile() {
    files++;
  }

  long files() {
    return files;
  }

  void add(BackupWarning warning, String name) {
    counts.merge(warning, 1L, Long::sum);
    String shown =
        name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "…";
    String line = warning + ": " + shown.replaceAll("\\p{Cntrl}", "?");
    log.accept(line);
    if (lines.size() < MAX_NAMES) {
      lines.add(line);
    }
  }

  long count(BackupWarning warning) {
    return counts.getOrDefault(warning, 0L);
  }

  /** Returns one line, such as {@code 120 files; 2 could not be read}. */
  String summary() {
    StringBuilder summary = new StringBuilder().append(files).append(" files");
    counts.forEach(
        (warning, count) -> summary.append("; ").append(count).append(' ').append(warning));
    return summary.toString();
  }

  /** Returns the summary and a line for each of the first hundred warnings. */
  String details() {
    return lines.isEmpty() ? summary() : summary() + "\n" + String.join("\n", lines);
  }
}
