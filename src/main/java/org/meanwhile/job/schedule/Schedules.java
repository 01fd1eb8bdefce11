package org.meanwhile.job.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.platform.WebhookSecret;

/**
 * Stores what callers say of their schedules. Each caller has its own names.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Schedules {
  private static final int MAX_TRIES = 5;

  private Database database;
  private SecretSeal seal;

  /** For the container's proxy. */
  protected Schedules() {}

  @Inject
  public Schedules(Database database, SecretSeal seal) {
    this.database = database;
    this.seal = seal;
  }

  /** The schedule as it is now, and whether the call has created it. */
  public record Put(Schedule schedule, boolean created) {}

  /**
   * Creates a schedule or replaces what is said of it. A fire that is due stays due unless the
   * times of the schedule change with it.
   *
   * @param check is given the schedule as it is before, under a lock; what it throws is thrown on,
   *     and nothing is stored
   * @param max how many schedules the caller may have; those that are created at the same moment
   *     may be more
   * @return empty when the caller has so many already
   */
  public Optional<Put> put(
      String caller,
      String name,
      ScheduleDefinition definition,
      int max,
      Consumer<Optional<Schedule>> check) {
    for (int tries = 1; ; tries++) {
      try {
        return database.transaction(c -> put(c, caller, name, definition, max, check));
      } catch (DatabaseFailure e) {
        // Another request has created it at the same moment.
        if (!e.isUniqueViolation() || tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  private Optional<Put> put(
      Connection c,
      String caller,
      String name,
      ScheduleDefinition definition,
      int max,
      Consumer<Optional<Schedule>> check)
      throws SQLException {
    Optional<Schedule> before =
        Rows.query(c, ScheduleSql.LOCK, Schedule::of, caller, name).stream().findFirst();
    check.accept(before);
    Instant now = Rows.now(c);
    if (before.isPresent()) {
      UUID id = before.get().id();
      Optional<Instant> next =
          hasSameTimes(before.get(), definition) ? before.get().nextAt() : nextOf(definition, now);
      Rows.update(c, ScheduleSql.UPDATE, columns(definition, next, id).toArray());
    } else {
      if (Rows.query(c, ScheduleSql.COUNT, row -> row.getInt(1), caller).get(0) >= max) {
        return Optional.empty();
      }
      List<Object> columns = columns(definition, nextOf(definition, now), UUID.randomUUID());
      Collections.addAll(columns, caller, name);
      Rows.update(c, ScheduleSql.INSERT, columns.toArray());
    }
    Schedule after = Rows.query(c, ScheduleSql.FIND, Schedule::of, caller, name).get(0);
    return Optional.of(new Put(after, before.isEmpty()));
  }

  private static boolean hasSameTimes(Schedule before, ScheduleDefinition after) {
    return before.cron().equals(after.cron())
        && before.zone().equals(after.zone().getId())
        && before.paused() == after.paused();
  }

  private static Optional<Instant> nextOf(ScheduleDefinition definition, Instant now) {
    return definition.paused() ? Optional.empty() : Optional.of(definition.nextAfter(now));
  }

  private List<Object> columns(ScheduleDefinition definition, Optional<Instant> next, UUID id) {
    SecretSeal.Stored secrets = seal.seal(new JobId(id), definition.secrets());
    OffsetDateTime nextAt = next.map(Rows::time).orElse(null);
    List<Object> columns = new ArrayList<>();
    Collections.addAll(
        columns,
        definition.cron(),
        definition.zone().getId(),
        definition.request(),
        secrets.secret(),
        secrets.secrets(),
        definition.base(),
        CallerGroups.write(definition.callerGroups()),
        definition.overlap().name(),
        definition.catchUp().name(),
        definition.paused(),
        nextAt,
        nextAt,
        id);
    return columns;
  }

  /** A caller's schedule of this name. */
  public Optional<Schedule> find(String caller, String name) {
    return database.read(c -> Rows.query(c, ScheduleSql.FIND, Schedule::of, caller, name)).stream()
        .findFirst();
  }

  /**
   * A caller's schedules in the database's order of names.
   *
   * @param after the list begins behind this name; empty for all
   */
  public List<Schedule> list(String caller, String after, int max) {
    return database.read(c -> Rows.query(c, ScheduleSql.LIST, Schedule::of, caller, after, max));
  }

  /** Deletes a schedule, but none of its jobs; false when there is none. */
  public boolean delete(String caller, String name) {
    return database.transaction(c -> Rows.update(c, ScheduleSql.DELETE, caller, name)) > 0;
  }

  /** The secrets of the callback; empty when no key of the configuration opens them. */
  public Optional<List<WebhookSecret>> secrets(Schedule schedule) {
    return seal.open(new JobId(schedule.id()), schedule.secrets());
  }
}
