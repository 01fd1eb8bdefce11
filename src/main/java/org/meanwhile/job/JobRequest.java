package org.meanwhile.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What a job was asked to do: written once, read by the node that runs it, never shown. */
@Entity
@Table(name = "job_request")
public class JobRequest {
  @Id
  @Column(name = "job_id")
  private UUID jobId;

  private String input;

  /** For JPA. */
  protected JobRequest() {}

  JobRequest(JobId job, String input) {
    this.jobId = job.value();
    this.input = input;
  }
}
