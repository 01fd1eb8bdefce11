package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Coalescer;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.job.submit.DuplicateRequests.Earlier;
import org.meanwhile.job.submit.Submission.Outcome;

/**
 * Inserts new jobs. Jobs that come at the same time share a transaction: a commit waits for the
 * disk, and it does not wait longer for fifty jobs than for one.
 *
 * <p>Of requests with the same key or id, one makes a job. The database's constraints decide which
 * one, so it does not matter when they come and to which nodes.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class JobInserter {
  /** Two, so that one batch is gathered and sent while another is written to the disk. */
  private static final int LEADERS = 2;

  private record Stored(Submission submission, RuntimeException failure) {}

  /**
   * @param job the job that the request makes or repeats
   */
  private record Decision(NewJob request, Outcome outcome, JobId job) {}

  private final Coalescer<NewJob, Stored> inserts =
      new Coalescer<>(LEADERS, JobRows::chars, JobRows.MAX_BATCH_CHARS, this::storeEachOrNone);
  private Database database;
  private JobRows rows;
  private ReuseInserter reusing;

  /** For the container's proxy. */
  protected JobInserter() {}

  @Inject
  public JobInserter(Database database, SecretSeal seal) {
    this.database = database;
    this.rows = new JobRows(seal);
    this.reusing = new ReuseInserter(database, rows);
  }

  /**
   * Stores a job with its file, unless an earlier request made it. When this returns, the
   * transaction is committed. A job that asks for it has then taken what others have made.
   *
   * @throws DatabaseFailure when the job was not stored, or it is not known whether it was
   * @throws IllegalStateException when the job's file was deleted meanwhile
   */
  public Submission store(NewJob job) {
    if (job.reuse().within().isPresent()) {
      return reusing.store(job);
    }
    Stored stored = inserts.ask(job);
    if (stored.failure() != null) {
      throw stored.failure();
    }
    return stored.submission();
  }

  /** Stores all jobs in one transaction, or none. */
  public List<Submission> store(List<NewJob> jobs) {
    List<Submission> stored =
        InsertRetry.untilDecided(() -> database.transaction(c -> store(c, jobs)));
    database.storedWrite();
    return stored;
  }

  /**
   * The same in the container transaction of this thread: the job is there when that commits. A
   * request with the same key or id that is decided at the same time fails the transaction.
   */
  Submission storeJoined(NewJob job) {
    Optional<Submission> stored = Optional.empty();
    while (stored.isEmpty()) {
      stored =
          database.joined(
              c ->
                  job.reuse().within().isPresent()
                      ? reusing.store(c, job)
                      : store(c, List.of(job)).map(all -> all.get(0)));
    }
    return stored.get();
  }

  /** Stores the jobs one by one when they fail together: one job must not fail the others. */
  private List<Stored> storeEachOrNone(List<NewJob> jobs) {
    try {
      return store(jobs).stream().map(done -> new Stored(done, null)).toList();
    } catch (DatabaseFailure | IllegalStateException e) {
      if (jobs.size() == 1 || DatabaseFailure.isUnavailable(e)) {
        return jobs.stream().map(job -> new Stored(null, e)).toList();
      }
    }
    return jobs.stream().flatMap(job -> storeEachOrNone(List.of(job)).stream()).toList();
  }

  /** Empty when the job of an earlier request was purged at this moment: decide anew. */
  private Optional<List<Submission>> store(Connection c, List<NewJob> requests)
      throws SQLException {
    List<Decision> decisions = decide(c, requests);
    Map<UUID, JobView> views = new HashMap<>();
    rows.insert(c, decisions.stream().filter(JobInserter::isNew).map(Decision::request).toList())
        .forEach(job -> views.put(job.id().value(), new JobView(job, Optional.empty(), false)));
    List<JobId> others =
        decisions.stream()
            .map(Decision::job)
            .filter(job -> !views.containsKey(job.value()))
            .toList();
    if (!others.isEmpty()) {
      views.putAll(JobReader.find(c, others));
    }
    List<Submission> submissions = new ArrayList<>(requests.size());
    for (Decision decision : decisions) {
      JobView view = views.get(decision.job().value());
      if (view == null) {
        return Optional.empty();
      }
      submissions.add(new Submission(decision.outcome(), view));
    }
    return Optional.of(submissions);
  }

  private static List<Decision> decide(Connection c, List<NewJob> requests) throws SQLException {
    DuplicateRequests duplicates = DuplicateRequests.readAndForget(c, requests);
    List<Decision> decisions = new ArrayList<>(requests.size());
    for (NewJob request : requests) {
      Optional<Earlier> earlier = duplicates.earlier(request.identity());
      if (earlier.isEmpty()) {
        duplicates.add(request.identity());
      }
      decisions.add(
          earlier
              .map(first -> new Decision(request, first.outcome(), first.job()))
              .orElseGet(() -> new Decision(request, Outcome.CREATED, request.id())));
    }
    return decisions;
  }

  private static boolean isNew(Decision decision) {
    return decision.outcome() == Outcome.CREATED;
  }
}
