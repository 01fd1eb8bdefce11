package org.meanwhile.job.read;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.meanwhile.database.Dialect;
import org.meanwhile.job.Job;

/**
 * The columns of a job's request by which lists are ordered and filtered where {@link
 * Dialect#updatesTouchEveryIndex}; they equal those of {@link Job}.
 *
 * <p>A request is written once, while the job's row is written anew when it is claimed and when it
 * ends, on PostgreSQL with an entry in each of its indexes. The two indexes of the lists were a
 * fifth of what a short job cost that database; a page costs half a millisecond more for it.
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

  /** Joined, not a second root of the query: EclipseLink loses its way to the functions of that. */
  @SuppressWarnings("UnusedVariable") // Only queries name it.
  @OneToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "job_id", insertable = false, updatable = false)
  private Job job;

  /** For JPA. */
  protected ListedJob() {}
}
