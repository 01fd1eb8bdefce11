package org.meanwhile.job.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;

/** Reads the {@link Figures} of an operation. Safe for many threads. */
@ApplicationScoped
public class FigureReader {
  private static final int MINUTES_PER_HOUR = 60;

  private Database database;

  /** For the container's proxy. */
  protected FigureReader() {}

  @Inject
  public FigureReader(Database database) {
    this.database = database.within(Database.LOOK_LIMIT);
  }

  private record Row(long epoch, boolean ofAll, Counts counts) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("epoch"),
          row.getString("operation").equals(OperationCounters.ALL),
          CountsRow.counts(row));
    }

    Row inHours() {
      return new Row(epoch / MINUTES_PER_HOUR, ofAll, counts);
    }
  }

  /** The latest figures, the current minute or hour among them as far as it has gone. */
  public Figures latest(String operation, Span span) {
    return database.read(c -> read(c, operation, span));
  }

  private static Figures read(Connection c, String operation, Span span) throws SQLException {
    Instant now = Rows.now(c);
    long first = span.of(now) - span.kept();
    Points points = new Points(span);
    switch (span) {
      case MINUTE ->
          rows(c, StatisticsSql.MINUTES_OF_OPERATION, first, operation).forEach(points::add);
      case HOUR -> {
        // Minutes first: an hour that is added up between the statements is then seen as an hour.
        List<Row> minutes =
            rows(c, StatisticsSql.MINUTES_OF_OPERATION, first * MINUTES_PER_HOUR, operation);
        rows(c, StatisticsSql.HOURS_OF_OPERATION, first, operation).forEach(points::add);
        points.addMissing(minutes.stream().map(Row::inHours).toList());
      }
    }
    return new Figures(now, span, points.figures());
  }

  private static List<Row> rows(Connection c, String sql, long first, String operation)
      throws SQLException {
    return Rows.query(c, sql, Row::of, first, operation);
  }

  /** The counts of an operation, and of all together, by their time. */
  private static final class Points {
    private final Span span;
    private final Map<Long, Counts> own = new TreeMap<>();
    private final Map<Long, Counts> all = new TreeMap<>();

    Points(Span span) {
      this.span = span;
    }

    void add(Row row) {
      (row.ofAll ? all : own).merge(row.epoch, row.counts, Counts::plus);
    }

    /** Adds rows of times that were not added before. */
    void addMissing(List<Row> rows) {
      Map<Long, Counts> knownOwn = Map.copyOf(own);
      Map<Long, Counts> knownAll = Map.copyOf(all);
      rows.stream()
          .filter(row -> !(row.ofAll ? knownAll : knownOwn).containsKey(row.epoch))
          .forEach(this::add);
    }

    List<Figures.Figure> figures() {
      Map<Long, Counts> both = new TreeMap<>(all);
      both.putAll(own);
      return both.keySet().stream()
          .map(
              epoch ->
                  new Figures.Figure(
                      span.begin(epoch),
                      own.getOrDefault(epoch, Counts.NONE),
                      all.getOrDefault(epoch, Counts.NONE).slots()))
          .toList();
    }
  }
}
