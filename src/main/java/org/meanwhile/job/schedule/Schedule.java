package org.meanwhile.job.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.notation.CronLine;

/**
 * A schedule as it is stored.
 *
 * @param id what the ids of its jobs follow from; never told to anybody
 * @param version grows with each change
 * @param callerGroups the names of the groups that the caller was in when it was put
 * @param nextAt the first instant that nothing is decided about yet; empty while it is paused
 */
public record Schedule(
    UUID id,
    String caller,
    String name,
    long version,
    String cron,
    String zone,
    String request,
    SecretSeal.Stored secrets,
    String base,
    Set<String> callerGroups,
    Overlap overlap,
    CatchUp catchUp,
    boolean paused,
    Instant createdAt,
    Instant changedAt,
    Optional<Instant> nextAt,
    Optional<Fire> lastFire,
    Optional<Instant> lastPassedOverAt,
    Optional<Refusal> lastRefusal) {

  /** The latest fire that made a job. */
  public record Fire(Instant at, JobId job) {}

  /**
   * The latest fire whose job was refused.
   *
   * @param code the last part of the URI of a problem's type
   */
  public record Refusal(Instant at, String code, String detail) {}

  /** The instants after this one at which it fires, or would if it were not paused; endless. */
  public Stream<Instant> nextAfter(Instant time) {
    CronLine line = CronLine.parse(cron);
    ZoneId place = ZoneId.of(zone);
    return Stream.iterate(line.next(time, place), at -> line.next(at, place));
  }

  /** Whether the job of this instant was refused last, so that it is to be tried again. */
  boolean wasRefusedAt(Instant time) {
    return lastRefusal.filter(refusal -> refusal.at().equals(time)).isPresent();
  }

  static Schedule of(ResultSet row) throws SQLException {
    Optional<UUID> firedJob = Optional.ofNullable(Rows.uuid(row, "fired_job"));
    Instant firedAt = Rows.instant(row, "fired_at");
    String refused = row.getString("refused_code");
    return new Schedule(
        Rows.uuid(row, "id"),
        row.getString("caller"),
        row.getString("name"),
        row.getLong("version"),
        row.getString("cron"),
        row.getString("zone"),
        row.getString("request"),
        new SecretSeal.Stored(row.getString("secret"), row.getString("secrets")),
        row.getString("base"),
        CallerGroups.read(row.getString("caller_groups")),
        Overlap.valueOf(row.getString("overlap")),
        CatchUp.valueOf(row.getString("catch_up")),
        row.getBoolean("paused"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "changed_at"),
        Optional.ofNullable(Rows.instant(row, "next_at")),
        firedJob.map(job -> new Fire(firedAt, new JobId(job))),
        Optional.ofNullable(Rows.instant(row, "passed_over_at")),
        refused == null
            ? Optional.empty()
            : Optional.of(
                new Refusal(
                    Rows.instant(row, "refused_at"), refused, row.getString("refused_detail"))));
  }
}
