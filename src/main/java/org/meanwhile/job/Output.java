package org.meanwhile.job;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.database.UuidConverter;

/**
 * The result of a job. It appears in the transaction that ends the job, and can be deleted while
 * the job stays.
 */
@Entity
@Table(name = "output")
public class Output {
  @Id
  @Column(name = "job_id")
  private UUID jobId;

  @Column(name = "content_id")
  @Convert(converter = UuidConverter.class)
  private UUID contentId;

  @Column(name = "media_type")
  private String mediaType;

  private String name;

  @Column(name = "size_bytes")
  private long sizeBytes;

  private String sha256;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "deleted_at")
  private Instant deletedAt;

  /** For JPA. */
  protected Output() {}

  /** Reads a row of {@code ReadSql.VIEWS}. */
  public Output(ResultSet row) throws SQLException {
    this.jobId = Rows.uuid(row, "id");
    this.contentId = Rows.uuid(row, "content_id");
    this.mediaType = row.getString("media_type");
    this.name = row.getString("name");
    this.sizeBytes = row.getLong("size_bytes");
    this.sha256 = row.getString("sha256");
    this.createdAt = Rows.instant(row, "output_created_at");
    this.deletedAt = Rows.instant(row, "output_deleted_at");
  }

  /** The file that came with a job, to be sent as an output is. Belongs to no table. */
  public Output(Job job, StagedFile file) {
    this.jobId = job.id().value();
    this.contentId = file.content().id();
    this.mediaType = file.mediaType();
    this.name = file.name().orElse("file");
    this.sizeBytes = file.content().sizeBytes();
    this.sha256 = file.content().sha256();
    this.createdAt = job.createdAt();
  }

  /** Marks it deleted; false when it was deleted before. */
  public boolean delete(Instant now) {
    if (deletedAt != null) {
      return false;
    }
    deletedAt = now;
    return true;
  }

  public JobId job() {
    return new JobId(jobId);
  }

  /** The id of its chunks; empty when the output is small and stored inline. */
  public Optional<UUID> contentId() {
    return Optional.ofNullable(contentId);
  }

  public String mediaType() {
    return mediaType;
  }

  /** The file name that is proposed to clients. */
  public String name() {
    return name;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  /** The SHA-256 digest in lower-case hexadecimal. */
  public String sha256() {
    return sha256;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Optional<Instant> deletedAt() {
    return Optional.ofNullable(deletedAt);
  }
}
