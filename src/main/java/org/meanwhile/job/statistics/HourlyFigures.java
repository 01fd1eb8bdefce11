package org.meanwhile.job.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;

/**
 * Adds up the minutes of each hour that is over, and forgets figures that are too old. Any node may
 * do so at any time: the first one adds an hour, and later ones find nothing to do. Safe for many
 * threads.
 */
@ApplicationScoped
public class HourlyFigures {
  private static final int MINUTES_PER_HOUR = 60;

  /** A flush that began in the last minute of an hour may end later. */
  private static final int MARGIN_MINUTES = 2;

  /** Twice the hour that is told: an hour is added up before its minutes go. */
  private static final int KEPT_MINUTES = 120;

  private Database database;

  /** For the container's proxy. */
  protected HourlyFigures() {}

  @Inject
  public HourlyFigures(Database database) {
    this.database = database;
  }

  private record Key(String operation, long hour) {}

  /** Does what is due. */
  public void addUp() {
    try {
      database.transaction(HourlyFigures::addUp);
    } catch (DatabaseFailure e) {
      // Another node has added up the same hour meanwhile.
      if (!e.isUniqueViolation()) {
        throw e;
      }
    }
  }

  private static int addUp(Connection c) throws SQLException {
    long minute = OperationCounters.minute(c);
    long current = (minute - MARGIN_MINUTES) / MINUTES_PER_HOUR;
    Map<Key, Counts> hours =
        new TreeMap<>(Comparator.comparing(Key::operation).thenComparing(Key::hour));
    Rows.query(
        c,
        StatisticsSql.MINUTES_TO_ADD_UP,
        row -> hours.merge(key(row), CountsRow.counts(row), Counts::plus),
        current * MINUTES_PER_HOUR);
    for (Map.Entry<Key, Counts> hour : hours.entrySet()) {
      List<Object> values = CountsRow.values(hour.getValue());
      values.add(hour.getKey().hour());
      values.add(hour.getKey().operation());
      Rows.update(c, StatisticsSql.HOUR_ADD, values.toArray());
    }
    return Rows.update(c, StatisticsSql.MINUTES_FORGET, minute - KEPT_MINUTES)
        + Rows.update(c, StatisticsSql.HOURS_FORGET, minute / MINUTES_PER_HOUR - Span.HOUR.kept());
  }

  private static Key key(ResultSet row) throws SQLException {
    return new Key(row.getString("operation"), row.getLong("epoch"));
  }
}
