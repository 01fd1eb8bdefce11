package org.meanwhile.job.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The columns of {@link Counts}, the same in the tables of minutes and of hours. */
final class CountsRow {
  private CountsRow() {}

  static Counts counts(ResultSet row) throws SQLException {
    return new Counts(
        row.getLong("made"),
        new Counts.Times(
            row.getLong("started"),
            row.getLong("waited_ms"),
            TimeHistogram.parse(row.getString("waits"))),
        new Counts.Times(
            row.getLong("ran"), row.getLong("ran_ms"), TimeHistogram.parse(row.getString("runs"))),
        new Counts.Ended(row.getLong("succeeded"), row.getLong("failed"), row.getLong("canceled")),
        new Counts.Slots(row.getLong("busy_ms"), row.getLong("slot_ms")));
  }

  /** In the order of {@link StatisticsSql#MINUTE_SET} and {@link StatisticsSql#HOUR_ADD}. */
  static List<Object> values(Counts counts) {
    return new ArrayList<>(
        List.of(
            counts.made(),
            counts.waits().count(),
            counts.waits().totalMillis(),
            counts.runs().count(),
            counts.runs().totalMillis(),
            counts.ended().succeeded(),
            counts.ended().failed(),
            counts.ended().canceled(),
            counts.slots().takenMillis(),
            counts.slots().thereMillis(),
            counts.waits().histogram().toString(),
            counts.runs().histogram().toString()));
  }
}
