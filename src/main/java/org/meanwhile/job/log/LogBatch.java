package org.meanwhile.job.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.meanwhile.job.Lease;

/**
 * Lines that a run wrote one after the other, which are stored together.
 *
 * @param firstSeq the number of the first line; the others follow
 * @param lines 1 to {@value #MAX_LINES}
 */
public record LogBatch(Lease lease, int attempt, long firstSeq, List<Line> lines) {
  public static final int MAX_LINES = 200;
  public static final int MAX_LINE_BYTES = 4096;

  /** How many lines of one run are kept of each second. */
  public static final int LINES_PER_SECOND = 200;

  /** How many lines of a job are kept. */
  public static final int MAX_LINES_OF_JOB = 10_000;

  /** How many bytes of a job's lines are kept. */
  public static final int MAX_BYTES_OF_JOB = 4 * 1024 * 1024;

  /**
   * A line before it has a number.
   *
   * @param ageMillis how long ago it was written, when the batch was made
   * @param text without a line feed
   */
  public record Line(long ageMillis, String level, String text) {

    /** As much of a text as a line may have, without half a character at its end. */
    public static String cut(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length <= MAX_LINE_BYTES) {
        return text;
      }
      int end = MAX_LINE_BYTES;
      while ((bytes[end] & 0xC0) == 0x80) {
        end--;
      }
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
  }

  public LogBatch {
    if (lines.isEmpty() || lines.size() > MAX_LINES) {
      throw new IllegalArgumentException(lines.size() + " lines in a batch");
    }
  }

  public long lastSeq() {
    return firstSeq + lines.size() - 1;
  }

  /** The bytes of the texts in UTF-8. */
  public int sizeBytes() {
    return lines.stream().mapToInt(l -> l.text().getBytes(StandardCharsets.UTF_8).length).sum();
  }

  /** The lines in the form in which they are stored. */
  String stored() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.ageMillis())
          .append('\t')
          .append(line.level())
          .append('\t')
          .append(line.text())
          .append('\n');
    }
    return text.toString();
  }

  /** Reads what {@link #stored} has written. */
  static List<Line> read(String stored) {
    List<Line> lines = new ArrayList<>();
    int from = 0;
    for (int end = stored.indexOf('\n'); end >= 0; end = stored.indexOf('\n', from)) {
      String[] parts = stored.substring(from, end).split("\t", 3);
      lines.add(new Line(Long.parseLong(parts[0]), parts[1], parts[2]));
      from = end + 1;
    }
    return lines;
  }
}
