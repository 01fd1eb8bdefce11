package org.meanwhile.job.log;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;

/**
 * Reads logs from the primary.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class LogReader {
  /** Bounds what one query brings into memory: 8 rows of 200 lines of 4 KiB. */
  private static final int FEW_ROWS = 8;

  private static final int MANY_ROWS = 250;

  /** Rows with fewer lines than this come many at a time. */
  private static final int FEW_LINES = 20;

  private Database database;

  /** For the container's proxy. */
  protected LogReader() {}

  @Inject
  public LogReader(Database database) {
    this.database = database;
  }

  private record Row(long lastSeq, long firstSeq, int attempt, Instant writtenAt, String lines) {

    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("last_seq"),
          row.getLong("first_seq"),
          row.getInt("attempt"),
          Rows.instant(row, "written_at"),
          row.getString("lines"));
    }

    void addTo(List<LogLine> all, long after, int limit) {
      long seq = firstSeq;
      for (LogBatch.Line line : LogBatch.read(lines)) {
        if (seq > after && all.size() < limit) {
          Instant at = writtenAt.minusMillis(line.ageMillis());
          all.add(new LogLine(seq, at, attempt, line.level(), line.text()));
        }
        seq++;
      }
    }
  }

  /**
   * Reads a page of a job's log; an empty one when there are no further lines.
   *
   * @param after the page begins behind the line of this number
   * @param limit the most lines, 1 or more
   */
  public LogPage page(JobId job, long after, int limit) {
    return database.read(c -> page(c, job, after, limit));
  }

  private static LogPage page(Connection c, JobId job, long after, int limit) throws SQLException {
    List<LogLine> lines = new ArrayList<>();
    long reached = after;
    int wanted = FEW_ROWS;
    while (true) {
      List<Row> rows = Rows.query(c, LogSql.ROWS, Row::of, job.value(), reached, wanted);
      for (Row row : rows) {
        row.addTo(lines, after, limit);
        if (lines.size() == limit) {
          long last = lines.get(limit - 1).seq();
          boolean more =
              last < row.lastSeq() || row != rows.get(rows.size() - 1) || rows.size() == wanted;
          return new LogPage(after, lines, more);
        }
        reached = row.lastSeq();
      }
      if (rows.size() < wanted) {
        return new LogPage(after, lines, false);
      }
      wanted = lines.size() < rows.size() * FEW_LINES ? MANY_ROWS : FEW_ROWS;
    }
  }

  private record Latest(JobId job, long seq) {}

  /** The number of the newest line of each of these jobs; 0 for a job without a log. */
  public Map<JobId, Long> latest(List<JobId> jobs) {
    return database.read(
        c -> {
          Map<JobId, Long> latest = new HashMap<>();
          Rows.query(
                  c,
                  LogSql.LATEST,
                  row -> new Latest(new JobId(Rows.uuid(row, 1)), row.getLong(2)),
                  new Columns<>(c, jobs).uuids(JobId::value))
              .forEach(row -> latest.put(row.job(), row.seq()));
          return latest;
        });
  }
}
