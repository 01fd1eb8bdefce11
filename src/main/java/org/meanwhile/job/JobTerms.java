package org.meanwhile.job;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.database.Rows;

/** The part of a job that its caller has chosen, and may change. */
@MappedSuperclass
abstract class JobTerms extends LastRun {
  private int priority;

  @Column(name = "deadline_at")
  private Instant deadlineAt;

  @Column(name = "timeout_ms")
  private long timeoutMillis;

  @Column(name = "retain_ms")
  private long retainMillis;

  @Column(name = "tombstone_ms")
  private long tombstoneMillis;

  private String labels;
  private boolean callback;

  /** For JPA. */
  protected JobTerms() {}

  JobTerms(NewJob request, Instant now) {
    super(request, now);
    this.priority = request.priority();
    this.deadlineAt = request.deadline().orElse(null);
    this.timeoutMillis = request.timeout().toMillis();
    this.retainMillis = request.retain().toMillis();
    this.tombstoneMillis = request.tombstone().toMillis();
    this.labels = Labels.write(request.labels());
    this.callback = request.callback().isPresent();
  }

  JobTerms(ResultSet row) throws SQLException {
    super(row);
    this.priority = row.getInt("priority");
    this.deadlineAt = Rows.instant(row, "deadline_at");
    this.timeoutMillis = row.getLong("timeout_ms");
    this.retainMillis = row.getLong("retain_ms");
    this.labels = row.getString("labels");
    this.callback = row.getBoolean("callback");
  }

  void setPriority(int newPriority) {
    priority = newPriority;
  }

  void setDeadline(Instant newDeadline) {
    deadlineAt = newDeadline;
  }

  void setTimeout(Duration newTimeout) {
    timeoutMillis = newTimeout.toMillis();
  }

  void setRetain(Duration newRetain) {
    retainMillis = newRetain.toMillis();
  }

  void setCallback(boolean newCallback) {
    callback = newCallback;
  }

  /** How long its record is kept after its output. */
  Duration tombstone() {
    return Duration.ofMillis(tombstoneMillis);
  }

  /** Replaces all labels. */
  public void label(Map<String, String> newLabels) {
    labels = Labels.write(newLabels);
  }

  /** Orders the jobs of one caller: the higher number runs first. */
  public int priority() {
    return priority;
  }

  /** The longest time that one run may take. */
  public Duration timeout() {
    return Duration.ofMillis(timeoutMillis);
  }

  /** The job fails at this time unless it has ended, whether it waits or runs. */
  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadlineAt);
  }

  /** How long the output is kept after the end. */
  public Duration retain() {
    return Duration.ofMillis(retainMillis);
  }

  /** Its labels in the form of {@link Labels}. */
  public String labelLines() {
    return labels;
  }

  public Map<String, String> labels() {
    return Labels.read(labels);
  }

  /** Whether its end is delivered to a callback. */
  public boolean callback() {
    return callback;
  }
}
