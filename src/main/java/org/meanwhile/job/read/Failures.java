package org.meanwhile.job.read;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meanwhile.job.JobId;
import org.meanwhile.job.read.JobStatements.Match;

/**
 * Failures by cause, the most frequent first.
 *
 * @param searched whether there are earlier failures, which were not looked at
 */
public record Failures(List<Cause> causes, boolean searched) {

  /**
   * Failures that have one cause, as far as operation, code and message tell.
   *
   * @param line of the latest failure's message, the one that explains
   * @param example the latest failure
   */
  public record Cause(
      String operation,
      String code,
      String line,
      long count,
      Instant firstAt,
      Instant lastAt,
      JobId example) {

    private Cause and(Instant at) {
      return new Cause(
          operation,
          code,
          line,
          count + 1,
          at.isBefore(firstAt) ? at : firstAt,
          at.isAfter(lastAt) ? at : lastAt,
          example);
    }
  }

  static final JobStatements.Reading COLUMNS =
      (job, cb) ->
          List.of(
              job.get("operation"),
              job.get("errorCode"),
              job.get("errorMessage"),
              job.get("finishedAt"));

  private record Key(String operation, String code, String cause) {}

  /** Takes the failures, the latest first. */
  static final class Builder {
    private final Map<Key, Cause> causes = new LinkedHashMap<>();

    void add(Match match) {
      Object[] row = match.values();
      String operation = (String) row[0];
      String code = text(row[1]);
      String line = FailureLine.of(text(row[2]));
      Instant at = (Instant) row[3];
      causes.merge(
          new Key(operation, code, FailureLine.cause(line)),
          new Cause(operation, code, line, 1, at, at, new JobId(match.position().id())),
          (known, one) -> known.and(at));
    }

    private static String text(Object column) {
      return column == null ? "" : (String) column;
    }

    Failures build(boolean searched) {
      return new Failures(
          causes.values().stream()
              .sorted(
                  Comparator.comparingLong(Cause::count).thenComparing(Cause::lastAt).reversed())
              .toList(),
          searched);
    }
  }
}
