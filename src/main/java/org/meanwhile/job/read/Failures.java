package org.meanwhile.job.read;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.read.JobFilter.Period;
import org.meanwhile.job.read.JobStatements.Match;

/**
 * Failures by cause, the most frequent first.
 *
 * @param from when the trends begin: as the filter says, else at the first failure
 * @param to when the trends end: as the filter says, else now
 * @param searched whether there are earlier failures, which were not looked at
 */
public record Failures(List<Cause> causes, Instant from, Instant to, boolean searched) {
  /** How many counts a trend has; each is of an equal part of the time. */
  public static final int TREND_PARTS = 48;

  /** No failures. */
  static final Failures NONE = new Failures(List.of(), Instant.EPOCH, Instant.EPOCH, false);

  /**
   * Failures that have one cause, as far as operation, code and message tell.
   *
   * @param line of the latest failure's message, the one that explains
   * @param example the latest failure
   * @param trend how many there were in each part of the time
   */
  public record Cause(
      String operation,
      String code,
      String line,
      long count,
      Instant firstAt,
      Instant lastAt,
      JobId example,
      List<Long> trend) {}

  static final JobStatements.Reading COLUMNS =
      (job, cb) ->
          List.of(
              job.get("operation"),
              job.get("errorCode"),
              job.get("errorMessage"),
              job.get("finishedAt"),
              cb.currentTimestamp());

  private record Key(String operation, String code, String cause) {}

  /** The failures of a cause, the latest of which tells its line. */
  private record Group(
      String operation, String code, String line, JobId example, List<Instant> ends) {

    Cause counted(Instant from, Instant to) {
      return new Cause(
          operation,
          code,
          line,
          ends.size(),
          Collections.min(ends),
          Collections.max(ends),
          example,
          trend(ends, from, to));
    }
  }

  private static List<Long> trend(List<Instant> ends, Instant from, Instant to) {
    long[] parts = new long[TREND_PARTS];
    double millis = Math.max(1, Duration.between(from, to).toMillis());
    for (Instant end : ends) {
      int part = (int) (Duration.between(from, end).toMillis() / millis * TREND_PARTS);
      parts[Math.max(0, Math.min(TREND_PARTS - 1, part))]++;
    }
    return LongStream.of(parts).boxed().toList();
  }

  /** Takes the failures, the latest first. */
  static final class Builder {
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private Instant first = Instant.MAX;
    private Instant now = Instant.MIN;

    void add(Match match) {
      Object[] row = match.values();
      String operation = (String) row[0];
      String code = text(row[1]);
      String line = FailureLine.of(text(row[2]));
      Instant at = (Instant) row[3];
      first = at.isBefore(first) ? at : first;
      now = Rows.instant(row[4]);
      groups
          .computeIfAbsent(
              new Key(operation, code, FailureLine.cause(line)),
              key ->
                  new Group(
                      operation, code, line, new JobId(match.position().id()), new ArrayList<>()))
          .ends()
          .add(at);
    }

    private static String text(Object column) {
      return column == null ? "" : (String) column;
    }

    /**
     * @param of when the failures ended
     */
    Failures build(Period of, boolean searched) {
      if (groups.isEmpty()) {
        return NONE;
      }
      // What the filter wants may be earlier than what was looked at.
      Instant from = searched ? first : of.after().orElse(first);
      Instant to = of.before().filter(before -> before.isBefore(now)).orElse(now);
      return new Failures(
          groups.values().stream()
              .map(group -> group.counted(from, to))
              .sorted(
                  Comparator.comparingLong(Cause::count).thenComparing(Cause::lastAt).reversed())
              .toList(),
          from,
          to,
          searched);
    }
  }
}
