package org.meanwhile.job.read;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.meanwhile.database.Dialect;
import org.meanwhile.job.Job;

/**
 * What a job was asked for with, which is written once; as far as lists go by it ({@link
 * Dialect#updatesTouchEveryIndex}), where it is the same as in {@link Job}.
 */
@Entity
@Table(name = "job_request")
public class ListedJob {
  @Id
  @Column(name = "job_id")
  private UUID id;

  @SuppressWarnings("UnusedVariable") // Only queries name it.
  private String caller;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For JPA. */
  protected ListedJob() {}
}
