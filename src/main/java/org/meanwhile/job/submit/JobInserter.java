package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.database.Coalescer;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.delivery.DeliverySql;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.job.retention.JobCleaner;
import org.meanwhile.job.submit.DuplicateRequests.Earlier;
import org.meanwhile.job.submit.Submission.Outcome;
import org.meanwhile.platform.TraceContext;

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

  /** Bounds the memory of one statement. */
  private static final long MAX_BATCH_CHARS = 1L << 20;

  /** The size that is assumed for a job without its input, in characters. */
  private static final int JOB_CHARS = 4096;

  /**
   * How often to try again when another transaction inserted the same key or id first. PostgreSQL
   * lets an insert wait for the other transaction; H2 refuses it at once, so the other commit is
   * waited for between the attempts.
   */
  private static final int MAX_ATTEMPTS = 100;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private record Stored(Submission submission, RuntimeException failure) {}

  /**
   * @param job the job that the request makes or repeats
   */
  private record Decision(NewJob request, Outcome outcome, JobId job) {}

  private final Coalescer<NewJob, Stored> inserts =
      new Coalescer<>(
          LEADERS, job -> JOB_CHARS + job.input().length(), MAX_BATCH_CHARS, this::storeEachOrNone);
  private Database database;
  private SecretSeal seal;

  /** For the container's proxy. */
  protected JobInserter() {}

  @Inject
  public JobInserter(Database database, SecretSeal seal) {
    this.database = database;
    this.seal = seal;
  }

  /**
   * Stores a job with its file, unless an earlier request made it. When this returns, the
   * transaction is committed.
   *
   * @throws DatabaseFailure when the job was not stored, or it is not known whether it was
   * @throws IllegalStateException when the job's file was deleted meanwhile
   */
  public Submission store(NewJob job) {
    Stored stored = inserts.ask(job);
    if (stored.failure() != null) {
      throw stored.failure();
    }
    return stored.submission();
  }

  /** Stores all jobs in one transaction, or none. */
  public List<Submission> store(List<NewJob> jobs) {
    for (int attempt = 1; ; attempt++) {
      try {
        Optional<List<Submission>> stored = database.transaction(c -> store(c, jobs));
        if (stored.isPresent()) {
          database.storedWrite();
          return stored.get();
        }
      } catch (DatabaseFailure e) {
        if (!e.isUniqueViolation() || attempt == MAX_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(Math.min(attempt * PAUSE_NANOS, MAX_PAUSE_NANOS));
      }
    }
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
    insert(c, decisions.stream().filter(JobInserter::isNew).map(Decision::request).toList())
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

  /** Deletes expired records that are in the way, as the purge would have done some time. */
  private static List<Decision> decide(Connection c, List<NewJob> requests) throws SQLException {
    DuplicateRequests duplicates =
        DuplicateRequests.read(c, requests.stream().map(NewJob::identity).toList());
    JobCleaner.forget(c, duplicates.expired());
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

  private List<Job> insert(Connection c, List<NewJob> requests) throws SQLException {
    if (requests.isEmpty()) {
      return List.of();
    }
    Instant now = Rows.now(c);
    List<Job> jobs = requests.stream().map(request -> new Job(request, now)).toList();
    insertJobs(c, jobs, new Columns<>(c, requests));
    Columns<NewJob> inputs = new Columns<>(c, requests);
    Rows.update(
        c,
        SubmitSql.REQUESTS_INSERT,
        inputs.uuids(r -> r.id().value()),
        inputs.texts(NewJob::input),
        inputs.texts(NewJob::caller),
        inputs.timestamps(r -> Rows.time(now)),
        inputs.texts(r -> r.trace().map(TraceContext::parent).orElse(null)),
        inputs.texts(r -> r.trace().flatMap(TraceContext::state).orElse(null)));
    insertCallbacks(c, requests.stream().filter(r -> r.callback().isPresent()).toList());
    for (NewJob request : requests) {
      if (request.file().isPresent()) {
        keep(c, request.id(), request.file().get());
      }
    }
    return jobs;
  }

  private static void insertJobs(Connection c, List<Job> jobs, Columns<NewJob> requests)
      throws SQLException {
    Columns<Job> columns = new Columns<>(c, jobs);
    Rows.update(
        c,
        SubmitSql.JOBS_INSERT,
        columns.uuids(job -> job.id().value()),
        columns.texts(Job::operation),
        columns.texts(Job::caller),
        columns.ints(Job::priority),
        columns.timestamps(job -> Rows.time(job.runAt())),
        columns.ints(Job::maxAttempts),
        requests.booleans(NewJob::rerunnable),
        columns.timestamps(job -> Rows.time(job.createdAt())),
        requests.longs(r -> r.timeout().toMillis()),
        requests.longs(r -> r.retain().toMillis()),
        requests.longs(r -> r.tombstone().toMillis()),
        columns.texts(Job::labelLines),
        requests.texts(r -> r.idempotency().key().orElse(null)),
        requests.texts(r -> r.idempotency().fingerprint()),
        columns.booleans(Job::callback),
        columns.timestamps(job -> job.deadline().map(Rows::time).orElse(null)));
  }

  private void insertCallbacks(Connection c, List<NewJob> requests) throws SQLException {
    if (!requests.isEmpty()) {
      Map<JobId, SecretSeal.Stored> stored = new HashMap<>();
      requests.forEach(
          r -> stored.put(r.id(), seal.seal(r.id(), r.callback().orElseThrow().secrets())));
      Columns<NewJob> columns = new Columns<>(c, requests);
      Rows.update(
          c,
          DeliverySql.CALLBACKS_INSERT,
          columns.uuids(r -> r.id().value()),
          columns.texts(r -> r.callback().orElseThrow().url()),
          columns.texts(r -> r.callback().orElseThrow().receiver()),
          columns.texts(r -> stored.get(r.id()).secret()),
          columns.texts(r -> stored.get(r.id()).secrets()),
          columns.texts(r -> r.callback().orElseThrow().base()));
    }
  }

  private static void keep(Connection c, JobId job, StagedFile file) throws SQLException {
    StoredContent content = file.content();
    if (Rows.update(c, SubmitSql.CONTENT_KEEP, content.id()) != 1) {
      throw new IllegalStateException("the file of job " + job + " was deleted meanwhile");
    }
    Rows.update(
        c,
        SubmitSql.FILE_INSERT,
        job.value(),
        content.id(),
        file.name().orElse(null),
        file.mediaType(),
        content.sizeBytes(),
        content.sha256());
  }
}
