package org.meanwhile.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** The file that came with a job; goes when the job has ended. */
@Entity
@Table(name = "job_file")
public class JobFile {
  @Id
  @Column(name = "job_id")
  private UUID jobId;

  @Column(name = "content_id")
  private UUID contentId;

  private String name;

  @Column(name = "media_type")
  private String mediaType;

  @Column(name = "size_bytes")
  private long sizeBytes;

  private String sha256;

  /** For JPA. */
  protected JobFile() {}

  JobFile(JobId job, StagedFile file) {
    this.jobId = job.value();
    this.contentId = file.content().id();
    this.name = file.name().orElse(null);
    this.mediaType = file.mediaType();
    this.sizeBytes = file.content().sizeBytes();
    this.sha256 = file.content().sha256();
  }
}
