package org.meanwhile.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.meanwhile.database.Rows;

/**
 * One request to run an operation, through all its attempts.
 *
 * <p>Callers' changes go through this class, under a row lock. Nodes change the row by guarded
 * updates ({@code Claims}, {@code Completions}). Both count {@link #version()} up. A job that was
 * read for display ({@code JobReader}) belongs to no persistence context.
 *
 * <p>A new column is added here, to the constructor that reads a row, to {@code ReadSql.VIEWS} and,
 * when it is set from the start, to {@code SubmitSql.JOBS_INSERT}: {@code MappingContract} compares
 * them.
 */
@Entity
@Table(name = "job")
public class Job extends JobTerms {
  /** The operation whose jobs are groups of others. */
  public static final String GROUP = "group";

  /** When a job is due that is held: never. {@code RunSql} has the same. */
  private static final Instant OUT_OF_REACH = Instant.parse("9999-12-31T00:00:00Z");

  @Enumerated(EnumType.STRING)
  private JobStatus status;

  @Column(name = "run_at")
  private Instant runAt;

  private int attempt;

  @Version private long version;

  @Column(name = "finished_at")
  private Instant finishedAt;

  @Column(name = "cancel_requested_at")
  private Instant cancelRequestedAt;

  @Column(name = "removed_at")
  private Instant removedAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "gone_at")
  private Instant goneAt;

  @Column(name = "purge_at")
  private Instant purgeAt;

  private boolean scheduled;

  @Column(name = "suspended_at")
  private Instant suspendedAt;

  @Column(name = "held_run_at")
  private Instant heldRunAt;

  @Column(name = "waits_for")
  private String waitsFor;

  @Column(name = "left_at")
  private Instant leftAt;

  /** For JPA. */
  protected Job() {}

  public Job(NewJob request, Instant now) {
    super(request, now);
    this.status = JobStatus.WAITING;
    this.runAt = request.startAt().filter(now::isBefore).orElse(now);
    this.version = 1;
    this.waitsFor = ids(request.after().stream().map(Dependency::parent).toList());
    if (waitsFor != null || isGroup() || reused().isPresent()) {
      this.heldRunAt = runAt;
      this.runAt = OUT_OF_REACH;
    }
    this.scheduled = runAt.isAfter(now);
  }

  /** In the form in which they are stored; null for none. */
  private static String ids(List<JobId> jobs) {
    return jobs.isEmpty()
        ? null
        : jobs.stream().map(JobId::toString).collect(Collectors.joining(" "));
  }

  /** Reads a row of {@code ReadSql.VIEWS}. */
  public Job(ResultSet row) throws SQLException {
    super(row);
    this.status = JobStatus.valueOf(row.getString("status"));
    this.runAt = Rows.instant(row, "run_at");
    this.attempt = row.getInt("attempt");
    this.version = row.getLong("version");
    this.finishedAt = Rows.instant(row, "finished_at");
    this.cancelRequestedAt = Rows.instant(row, "cancel_requested_at");
    this.removedAt = Rows.instant(row, "removed_at");
    this.expiresAt = Rows.instant(row, "expires_at");
    this.scheduled = row.getBoolean("scheduled");
    this.suspendedAt = Rows.instant(row, "suspended_at");
    this.heldRunAt = Rows.instant(row, "held_run_at");
    this.waitsFor = row.getString("waits_for");
    this.leftAt = Rows.instant(row, "left_at");
    this.goneAt = Rows.instant(row, "gone_at");
  }

  /**
   * Cancels a waiting job and one that shares the run of another, asks the node of a running one to
   * stop it, and removes one that has ended. Repeating it changes nothing.
   *
   * @return false when the job was removed before
   */
  public boolean remove(Instant now) {
    if (removedAt != null) {
      return false;
    }
    removedAt = now;
    switch (status) {
      case WAITING -> endAs(JobStatus.CANCELED, now);
      case RUNNING -> {
        if (sharesRun()) {
          endAs(JobStatus.CANCELED, now);
        } else {
          cancelRequestedAt = now;
        }
      }
      case SUCCEEDED, FAILED, CANCELED -> {}
    }
    return true;
  }

  /**
   * Cancels a running job whose run goes on, because other jobs share it. Its record is kept until
   * the run has ended, however long that takes: the run is its own. Repeating it changes nothing.
   *
   * @return false when the job was removed before
   */
  public boolean leave(Instant now) {
    if (removedAt != null) {
      return false;
    }
    require(JobStatus.RUNNING);
    removedAt = now;
    leftAt = now;
    finishedAt = now;
    expiresAt = now.plus(retain());
    // Those who share the run have not asked for these.
    setDeadline(null);
    suspendedAt = null;
    return true;
  }

  private void endAs(JobStatus end, Instant now) {
    if (!status.mayBecome(end)) {
      throw new IllegalStateException(
          "job " + id() + " is " + status + " and cannot become " + end);
    }
    status = end;
    finishedAt = now;
    expire();
  }

  /** Counts from the end of the job. */
  private void expire() {
    expiresAt = finishedAt.plus(retain());
    purgeAt = expiresAt;
    goneAt = expiresAt.plus(tombstone());
  }

  /** Sets the place among the jobs of its caller. For a job that waits. */
  public void prioritize(int newPriority) {
    require(JobStatus.WAITING);
    setPriority(newPriority);
  }

  /**
   * Sets when the job is due; a time that is past means at once. A job that is due already keeps
   * its age in the queue; one that is held gets the age of a job that never had such a time. For a
   * job that waits.
   */
  public void startAt(Instant time, Instant now) {
    require(JobStatus.WAITING);
    boolean later = time.isAfter(now);
    if (heldRunAt != null) {
      heldRunAt = later ? time : createdAt();
    } else {
      boolean isDue = !runAt.isAfter(now);
      release(later ? time : isDue ? runAt : now, now);
    }
  }

  private void release(Instant due, Instant now) {
    runAt = due;
    scheduled = due.isAfter(now);
  }

  /** Sets how long each attempt may take, the one that runs now too. Before the end of the job. */
  public void limitTo(Duration timeout) {
    requireUnfinished();
    setTimeout(timeout);
  }

  /** Sets when the job fails unless it has ended; empty for never. Before the end of the job. */
  public void failAt(Optional<Instant> deadline) {
    requireUnfinished();
    setDeadline(deadline.orElse(null));
  }

  /** Sets for how long the output is kept; after the end of the job its expiry follows. */
  public void retainFor(Duration time) {
    setRetain(time);
    if (finishedAt != null) {
      expire();
    }
  }

  /** Sets whether its end is delivered. Before the end of the job. */
  public void deliver(boolean toCallback) {
    requireUnfinished();
    setCallback(toCallback);
  }

  /**
   * Holds a waiting job, so that no node claims it, and asks the node of a running one to hand it
   * back at the next checkpoint. Does nothing to a job that is suspended already.
   */
  public void suspend(Instant now) {
    requireUnfinished();
    if (suspendedAt == null) {
      suspendedAt = now;
      if (status == JobStatus.WAITING && heldRunAt == null) {
        heldRunAt = runAt;
        runAt = OUT_OF_REACH;
        scheduled = true;
      }
    }
  }

  /**
   * Lets a suspended job go on, as soon as the jobs that it waits for have ended. Does nothing to a
   * job that is not suspended.
   */
  public void resume(Instant now) {
    requireUnfinished();
    suspendedAt = null;
    if (heldRunAt != null && waitsFor == null) {
      release(heldRunAt, now);
      heldRunAt = null;
    }
  }

  private void require(JobStatus needed) {
    if (status != needed) {
      throw new IllegalStateException("job " + id() + " is " + status + ", not " + needed);
    }
  }

  private void requireUnfinished() {
    if (status.ended()) {
      throw new IllegalStateException("job " + id() + " is " + status);
    }
  }

  /** As its caller sees it: canceled, although its run goes on for others, when it has left. */
  public JobStatus status() {
    return hasLeft() && !status.ended() ? JobStatus.CANCELED : status;
  }

  /** Whether its caller cancelled it while its run went on for the jobs that share it. */
  public boolean hasLeft() {
    return leftAt != null;
  }

  /** Whether it waits for the end of another job's run, which is its own as well. */
  public boolean sharesRun() {
    return !status.ended() && reused().filter(r -> r.as() == Reused.As.RUN).isPresent();
  }

  /** The status for clients: a group whose members have run goes on until its output is there. */
  public JobStatus shownStatus() {
    return isGroup() && status == JobStatus.WAITING && startedAt().isPresent()
        ? JobStatus.RUNNING
        : status();
  }

  /** The job does not run before this time. Of a job that is held: when it is due once let go. */
  public Instant runAt() {
    return heldRunAt == null ? runAt : heldRunAt;
  }

  /** Whether the job waits for its time, or is held, rather than for a slot. */
  public boolean isScheduled() {
    return scheduled;
  }

  /** Since when its caller wants it suspended; a running job goes on until its next checkpoint. */
  public Optional<Instant> suspendedAt() {
    return Optional.ofNullable(suspendedAt);
  }

  /** Whether the job waits because its caller has suspended it. */
  public boolean isSuspended() {
    return status == JobStatus.WAITING && suspendedAt != null;
  }

  /** The same as text, as it is stored; null for none. */
  public String waitsForText() {
    return waitsFor;
  }

  /** The jobs that it waits for; empty when it waits for none, or no longer. */
  public List<JobId> waitsFor() {
    return waitsFor == null || status != JobStatus.WAITING
        ? List.of()
        : Arrays.stream(waitsFor.split(" ")).map(UUID::fromString).map(JobId::new).toList();
  }

  /** The number of the current or last attempt; 0 before the first. */
  public int attempt() {
    return attempt;
  }

  /** Grows with every change that a caller can see. */
  public long version() {
    return version;
  }

  public Optional<Instant> finishedAt() {
    return Optional.ofNullable(finishedAt);
  }

  /** Whether its caller cancelled it while it was running. */
  public boolean cancelRequested() {
    return cancelRequestedAt != null || hasLeft();
  }

  /** When its caller cancelled or removed it, for the first time. */
  public Optional<Instant> removedAt() {
    return Optional.ofNullable(removedAt);
  }

  /** When its output is deleted; empty until the job has ended. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /** When its record is gone; empty until the job has ended. */
  public Optional<Instant> goneAt() {
    return Optional.ofNullable(goneAt);
  }

  /** Whether it expires after this time. */
  public boolean expiresAfter(Instant time) {
    return expiresAt != null && expiresAt.isAfter(time);
  }

  public boolean expiredAt(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }
}
