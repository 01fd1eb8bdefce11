package org.meanwhile.job;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.MappedSuperclass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.database.UuidConverter;

/** The part of a job that its current or last run has told. Only nodes write it. */
@MappedSuperclass
abstract class LastRun extends JobFacts {
  @Column(name = "started_at")
  private Instant startedAt;

  @Column(name = "progress_done")
  private Long progressDone;

  @Column(name = "progress_total")
  private Long progressTotal;

  @Column(name = "progress_unit")
  private String progressUnit;

  @Column(name = "progress_message")
  private String progressMessage;

  @Column(name = "progress_at")
  private Instant progressAt;

  @Column(name = "progress_per_second")
  private Double progressPerSecond;

  @Column(name = "progress_gap_ms")
  private Long progressGapMillis;

  @Column(name = "error_status")
  private Integer errorStatus;

  @Column(name = "error_code")
  private String errorCode;

  @Column(name = "error_message")
  private String errorMessage;

  @Convert(converter = UuidConverter.class)
  @Column(name = "error_job")
  private UUID errorJob;

  private String members;

  @Column(name = "reused_as")
  private String reusedAs;

  @Convert(converter = UuidConverter.class)
  @Column(name = "reused_of")
  private UUID reusedOf;

  /** For JPA. */
  protected LastRun() {}

  /** A job that has not run. */
  LastRun(NewJob request, Instant now) {
    super(request, now);
    request.reuse().found().ifPresent(this::take);
  }

  LastRun(ResultSet row) throws SQLException {
    super(row);
    this.startedAt = Rows.instant(row, "started_at");
    this.progressDone = Rows.longOrNull(row, "progress_done");
    this.progressTotal = Rows.longOrNull(row, "progress_total");
    this.progressUnit = row.getString("progress_unit");
    this.progressMessage = row.getString("progress_message");
    this.progressAt = Rows.instant(row, "progress_at");
    this.progressPerSecond = Rows.doubleOrNull(row, "progress_per_second");
    this.progressGapMillis = Rows.longOrNull(row, "progress_gap_ms");
    this.errorStatus = Rows.intOrNull(row, "error_status");
    this.errorCode = row.getString("error_code");
    this.errorMessage = row.getString("error_message");
    this.errorJob = Rows.uuid(row, "error_job");
    this.members = row.getString("members");
    this.reusedAs = row.getString("reused_as");
    this.reusedOf = Rows.uuid(row, "reused_of");
  }

  private void take(Reused found) {
    reusedAs = found.as().name();
    reusedOf = found.of().value();
  }

  /** The start of the current or last attempt. */
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  public Progress progress() {
    return new Progress(progressDone, progressTotal, progressUnit, progressMessage);
  }

  /** Empty while this run's progress does not tell how fast it is. */
  public Optional<Pace> pace() {
    // A node of the version before leaves what an earlier run reported.
    boolean ofThisRun = startedAt != null && progressAt != null && !progressAt.isBefore(startedAt);
    return ofThisRun && progressPerSecond != null && progressGapMillis != null
        ? Optional.of(new Pace(progressAt, progressPerSecond, Duration.ofMillis(progressGapMillis)))
        : Optional.empty();
  }

  /** What became of the members of a group so far; empty for what is no group, and at first. */
  public Optional<MemberCounts> members() {
    return Optional.ofNullable(members).map(MemberCounts::read);
  }

  /** What it has taken of another job instead of a run of its own; empty for most. */
  public Optional<Reused> reused() {
    return reusedAs == null
        ? Optional.empty()
        : Optional.of(new Reused(Reused.As.valueOf(reusedAs), new JobId(reusedOf)));
  }

  /** The job of whose run it tells: itself, or the one whose run or output it has taken. */
  public JobId ranAs() {
    return reused().map(Reused::of).orElse(id());
  }

  /** Empty unless the job failed. */
  public Optional<JobError> error() {
    return errorCode == null
        ? Optional.empty()
        : Optional.of(
            new JobError(
                errorStatus,
                errorCode,
                errorMessage,
                Optional.ofNullable(errorJob).map(JobId::new)));
  }
}
