package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Coalescer;
import org.meanwhile.database.Database;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.job.submit.DuplicateRequests.Earlier;

/**
 * Finds out whether a request repeats an earlier one, before anything else is decided about it: a
 * repetition is answered with its job although the request would be refused by now, because the
 * settings have changed, the queue is full, or a quota is used up.
 *
 * <p>Requests that come at the same time share a read. A request whose original is being stored at
 * this moment is not found here: {@link JobInserter} notices it.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class RepeatedRequests {
  /** Two, so that one batch is read while another is gathered. */
  private static final int LEADERS = 2;

  private static final int MAX_BATCH = 200;

  private final Coalescer<RequestIdentity, Optional<Submission>> reads =
      new Coalescer<>(LEADERS, request -> 1, MAX_BATCH, this::findAll);
  private Database database;

  /** For the container's proxy. */
  protected RepeatedRequests() {}

  @Inject
  public RepeatedRequests(Database database) {
    this.database = database;
  }

  /**
   * Finds the job that an earlier request with the same key or id made. Empty when there is none,
   * or its record has expired. Costs no statement for a request that has neither key nor id.
   */
  public Optional<Submission> find(RequestIdentity request) {
    return request.idempotency().mayRepeat() ? reads.ask(request) : Optional.empty();
  }

  private List<Optional<Submission>> findAll(List<RequestIdentity> requests) {
    return database.read(c -> findAll(c, requests));
  }

  private static List<Optional<Submission>> findAll(Connection c, List<RequestIdentity> requests)
      throws SQLException {
    DuplicateRequests stored = DuplicateRequests.read(c, requests);
    List<JobId> jobs =
        requests.stream()
            .flatMap(request -> stored.earlier(request).stream())
            .map(Earlier::job)
            .toList();
    Map<UUID, JobView> views = jobs.isEmpty() ? Map.of() : JobReader.find(c, jobs);
    return requests.stream()
        .map(request -> stored.earlier(request).flatMap(earlier -> submission(earlier, views)))
        .toList();
  }

  /** Empty when the job was purged between the two statements. */
  private static Optional<Submission> submission(Earlier earlier, Map<UUID, JobView> views) {
    return Optional.ofNullable(views.get(earlier.job().value()))
        .map(view -> new Submission(earlier.outcome(), view));
  }
}
