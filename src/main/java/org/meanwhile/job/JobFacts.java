package org.meanwhile.job;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.meanwhile.database.Rows;
import org.meanwhile.database.UuidConverter;

/** The part of a job that is settled once it is made. */
@MappedSuperclass
abstract class JobFacts {
  @Id private UUID id;
  private String operation;
  private String caller;

  @Column(name = "max_attempts")
  private int maxAttempts;

  @Column(name = "created_at")
  private Instant createdAt;

  @Convert(converter = UuidConverter.class)
  @Column(name = "rerun_of")
  private UUID rerunOf;

  @Convert(converter = UuidConverter.class)
  @Column(name = "group_id")
  private UUID group;

  @Column(name = "group_position")
  private Integer groupPosition;

  private String schedule;

  @Column(name = "caller_groups")
  private String callerGroups;

  /** For JPA. */
  protected JobFacts() {}

  JobFacts(NewJob request, Instant now) {
    this.id = request.id().value();
    this.operation = request.operation();
    this.caller = request.caller();
    this.maxAttempts = request.maxAttempts();
    this.createdAt = now;
    this.rerunOf = request.origin().rerunOf().map(JobId::value).orElse(null);
    this.group = request.origin().group().map(JobId::value).orElse(null);
    this.groupPosition = request.origin().position().orElse(null);
    this.schedule = request.origin().schedule().orElse(null);
    this.callerGroups = lines(request.origin().callerGroups());
  }

  JobFacts(ResultSet row) throws SQLException {
    this.id = Rows.uuid(row, "id");
    this.operation = row.getString("operation");
    this.caller = row.getString("caller");
    this.maxAttempts = row.getInt("max_attempts");
    this.createdAt = Rows.instant(row, "created_at");
    this.rerunOf = Rows.uuid(row, "rerun_of");
    this.group = Rows.uuid(row, "group_id");
    this.groupPosition = Rows.intOrNull(row, "group_position");
    this.schedule = row.getString("schedule");
    this.callerGroups = row.getString("caller_groups");
  }

  public JobId id() {
    return new JobId(id);
  }

  public String operation() {
    return operation;
  }

  /** Whether it consists of other jobs, and ends with the last of them. */
  public boolean isGroup() {
    return operation.equals(Job.GROUP);
  }

  public String caller() {
    return caller;
  }

  public int maxAttempts() {
    return maxAttempts;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** What made the job beside the request of its caller, and with which rights it acts. */
  public JobOrigin origin() {
    return new JobOrigin(
        Optional.ofNullable(rerunOf).map(JobId::new),
        Optional.ofNullable(group).map(JobId::new),
        Optional.ofNullable(groupPosition),
        Optional.ofNullable(schedule),
        callerGroups == null ? Set.of() : callerGroups.lines().collect(Collectors.toSet()));
  }

  private static String lines(Set<String> groups) {
    return groups.isEmpty() ? null : String.join("\n", new TreeSet<>(groups));
  }

  /** The groups of its {@link #origin} as stored; null for none. */
  public String callerGroupLines() {
    return callerGroups;
  }
}
