package org.meanwhile.builtin.backup;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the archive holds and what it lacks. Names only the first hundred, counts all. */
final class Report {
  private static final int MAX_NAMES = 100;
  private static final int MAX_NAME_LENGTH = 200;

  private final Map<BackupWarning, Long> counts = new EnumMap<>(BackupWarning.class);
  private final List<String> lines = new ArrayList<>();
  private long files;

  void addFile() {
    files++;
  }

  long files() {
    return files;
  }

  void add(BackupWarning remark, String name) {
    counts.merge(remark, 1L, Long::sum);
    if (lines.size() < MAX_NAMES) {
      String shown =
          name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "…";
      lines.add(remark + ": " + shown.replaceAll("\\p{Cntrl}", "?"));
    }
  }

  long count(BackupWarning remark) {
    return counts.getOrDefault(remark, 0L);
  }

  /** One line, such as {@code 120 files; 2 could not be read}. */
  String summary() {
    StringBuilder summary = new StringBuilder().append(files).append(" files");
    counts.forEach(
        (remark, count) -> summary.append("; ").append(count).append(' ').append(remark));
    return summary.toString();
  }

  /** The summary and a line for each remark, up to the limit. */
  String details() {
    return lines.isEmpty() ? summary() : summary() + "\n" + String.join("\n", lines);
  }
}
