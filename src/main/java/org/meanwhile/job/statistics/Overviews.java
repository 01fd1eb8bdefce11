package org.meanwhile.job.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.meanwhile.database.CachedValue;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobSettings;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Reads the {@link Overview}, at most every 3 s for all requests together, and never over jobs that
 * have ended. Safe for many threads.
 */
@ApplicationScoped
public class Overviews {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);
  private static final int SHOWN_MINUTES = 60;
  private static final int MAX_NODES = 200;

  private Database database;
  private long deadAfterMillis;
  private CachedValue<Overview> latest;

  /** For the container's proxy. */
  protected Overviews() {}

  @Inject
  public Overviews(Database database, Settings settings) {
    this.database = database;
    this.deadAfterMillis = settings.get(JobSettings.DEAD_AFTER).toMillis();
    this.latest = new CachedValue<>(TIME_TO_LIVE, this::read);
  }

  /** Returns an overview that is at most a few seconds old. */
  public Overview latest() {
    return latest.get();
  }

  /**
   * Stores what a node does and how many of its slots are taken, for the overview alone.
   *
   * @param held slots that runs hold which were cut off, beside those that are taken
   */
  public void publish(UUID node, Set<Role> roles, int slots, int taken, int held) {
    String names =
        roles.stream()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
    database.transaction(
        c -> Rows.update(c, StatisticsSql.NODE_PUBLISH, names, slots, taken, held, node));
  }

  Overview read() {
    return database.read(this::read);
  }

  private Overview read(Connection c) throws SQLException {
    long minute = OperationCounters.minute(c);
    return new Overview(
        begin(minute),
        Rows.query(c, StatisticsSql.UNFINISHED_BY_OPERATION, Overviews::queue),
        Rows.query(c, StatisticsSql.MINUTES, Overviews::minute, minute - SHOWN_MINUTES),
        Rows.query(c, StatisticsSql.NODES, Overviews::node, deadAfterMillis, MAX_NODES));
  }

  private static Overview.Queue queue(ResultSet row) throws SQLException {
    return new Overview.Queue(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4));
  }

  private static Overview.Minute minute(ResultSet row) throws SQLException {
    return new Overview.Minute(
        begin(row.getLong("epoch_minute")), row.getString("operation"), CountsRow.counts(row));
  }

  private static Instant begin(long minute) {
    return Instant.ofEpochSecond(minute * 60);
  }

  private static Overview.Node node(ResultSet row) throws SQLException {
    return new Overview.Node(
        row.getString("name"),
        row.getString("roles"),
        Rows.instant(row, "started_at"),
        Rows.instant(row, "seen_at"),
        row.getBoolean("lives"),
        row.getInt("slots"),
        row.getInt("slots_taken"),
        row.getInt("slots_held"));
  }
}
