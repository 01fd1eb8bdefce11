package org.meanwhile.bench.server.byhand;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** A job, which is sent to clients as it is. */
@Entity
@Table(name = "by_hand_job")
public class JobEntity {
  @Id private UUID id;

  @Version private long version;
  private String operation;
  private String caller;
  private String status;
  private int priority;
  private int attempt;

  @Column(name = "max_attempts")
  private int maxAttempts;

  private String input;

  @Column(name = "start_at")
  private OffsetDateTime startAt;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  @Column(name = "started_at")
  private OffsetDateTime startedAt;

  @Column(name = "finished_at")
  private OffsetDateTime finishedAt;

  @Column(name = "expires_at")
  private OffsetDateTime expiresAt;

  @Column(name = "progress_done")
  private Long progressDone;

  @Column(name = "progress_total")
  private Long progressTotal;

  @Column(name = "media_type")
  private String mediaType;

  @Column(name = "size_bytes")
  private Long sizeBytes;

  private String sha256;

  protected JobEntity() {}

  JobEntity(String operation, String input, Instant startAt) {
    this.id = UUID.randomUUID();
    this.operation = operation;
    this.caller = "local";
    this.status = "NotStarted";
    this.maxAttempts = 3;
    this.input = input;
    this.startAt = startAt == null ? null : startAt.atOffset(ZoneOffset.UTC);
    this.createdAt = OffsetDateTime.now(ZoneOffset.UTC);
  }

  public UUID getId() {
    return id;
  }

  public long getVersion() {
    return version;
  }

  public String getOperation() {
    return operation;
  }

  public String getCaller() {
    return caller;
  }

  public String getStatus() {
    return status;
  }

  public int getPriority() {
    return priority;
  }

  public int getAttempt() {
    return attempt;
  }

  public int getMaxAttempts() {
    return maxAttempts;
  }

  @JsonbTransient
  public String getInput() {
    return input;
  }

  public OffsetDateTime getStartAt() {
    return startAt;
  }

  public OffsetDateTime getCreatedAt() {
    return createdAt;
  }

  public OffsetDateTime getStartedAt() {
    return startedAt;
  }

  public OffsetDateTime getFinishedAt() {
    return finishedAt;
  }

  public OffsetDateTime getExpiresAt() {
    return expiresAt;
  }

  public Long getProgressDone() {
    return progressDone;
  }

  public Long getProgressTotal() {
    return progressTotal;
  }

  public String getMediaType() {
    return mediaType;
  }

  public Long getSizeBytes() {
    return sizeBytes;
  }

  public String getSha256() {
    return sha256;
  }
}
