package org.meanwhile.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meanwhile.platform.WebhookSecret;

/**
 * Stores new jobs. Those that come at the same time are stored in one transaction: a commit waits
 * for the disk, and it does not wait longer for fifty jobs than for one.
 *
 * <p>Not to be called inside a container transaction.
 */
@ApplicationScoped
public class Intake {
  /** Two, so that one share is gathered and sent while another is written to the disk. */
  private static final int LEADERS = 2;

  /** So much input, and some more for the rest of a job, stands in memory for one statement. */
  private static final long ENOUGH_CHARS = 1L << 20;

  private static final int JOB_CHARS = 4096;

  private record Stored(JobView view, RuntimeException failure) {}

  private final Coalescer<NewJob, Stored> arrivals =
      new Coalescer<>(
          LEADERS, job -> JOB_CHARS + job.input().length(), ENOUGH_CHARS, this::storeEachOrNone);
  private Database database;

  /** For the container's proxy. */
  protected Intake() {}

  /** Takes jobs into the given database. */
  @Inject
  public Intake(Database database) {
    this.database = database;
  }

  /**
   * Stores a job with its file; when this returns, that is committed.
   *
   * @throws DatabaseFailure when it was not stored, or it cannot be told
   * @throws IllegalStateException when its file was given up meanwhile
   */
  public JobView store(NewJob job) {
    Stored stored = arrivals.ask(job);
    if (stored.failure() != null) {
      throw stored.failure();
    }
    return stored.view();
  }

  /** All of them in one transaction, or none. */
  List<JobView> store(List<NewJob> jobs) {
    return database.transaction(c -> store(c, jobs));
  }

  /** One that cannot be stored must not keep the others from it. */
  private List<Stored> storeEachOrNone(List<NewJob> jobs) {
    try {
      return store(jobs).stream().map(view -> new Stored(view, null)).toList();
    } catch (DatabaseFailure | IllegalStateException e) {
      if (jobs.size() == 1 || DatabaseFailure.meansUnavailable(e)) {
        return jobs.stream().map(job -> new Stored(null, e)).toList();
      }
    }
    return jobs.stream().flatMap(job -> storeEachOrNone(List.of(job)).stream()).toList();
  }

  private static List<JobView> store(Connection c, List<NewJob> requests) throws SQLException {
    Instant now = Rows.query(c, Sql.NOW, row -> row.getTimestamp(1).toInstant()).get(0);
    List<Job> jobs = requests.stream().map(request -> new Job(request, now)).toList();
    insertJobs(c, jobs);
    Columns<NewJob> inputs = new Columns<>(c, requests);
    Rows.update(
        c, Sql.REQUESTS_INSERT, inputs.uuids(r -> r.id().value()), inputs.texts(NewJob::input));
    insertCallbacks(c, requests.stream().filter(r -> r.callback().isPresent()).toList());
    for (NewJob request : requests) {
      if (request.file().isPresent()) {
        keep(c, request.id(), request.file().get());
      }
    }
    List<JobView> views = new ArrayList<>(jobs.size());
    jobs.forEach(job -> views.add(new JobView(job, Optional.empty(), false)));
    return views;
  }

  private static void insertJobs(Connection c, List<Job> jobs) throws SQLException {
    Columns<Job> columns = new Columns<>(c, jobs);
    Rows.update(
        c,
        Sql.JOBS_INSERT,
        columns.uuids(job -> job.id().value()),
        columns.texts(Job::operation),
        columns.texts(Job::caller),
        columns.numbers(Job::priority),
        columns.times(job -> Rows.time(job.runAt())),
        columns.numbers(Job::maxAttempts),
        columns.flags(Job::rerunnable),
        columns.times(job -> Rows.time(job.createdAt())),
        columns.longs(job -> job.timeout().toMillis()),
        columns.longs(job -> job.retain().toMillis()),
        columns.longs(job -> job.tombstone().toMillis()),
        columns.texts(Job::labelLines),
        columns.flags(Job::callback));
  }

  private static void insertCallbacks(Connection c, List<NewJob> requests) throws SQLException {
    if (!requests.isEmpty()) {
      Columns<NewJob> columns = new Columns<>(c, requests);
      Rows.update(
          c,
          DeliverySql.CALLBACKS_INSERT,
          columns.uuids(r -> r.id().value()),
          columns.texts(r -> r.callback().orElseThrow().url()),
          columns.texts(r -> r.callback().orElseThrow().receiver()),
          columns.texts(
              r -> r.callback().orElseThrow().secret().map(WebhookSecret::text).orElse(null)),
          columns.texts(r -> r.callback().orElseThrow().base()));
    }
  }

  private static void keep(Connection c, JobId job, StagedFile file) throws SQLException {
    StoredContent content = file.content();
    if (Rows.update(c, Sql.CONTENT_KEEP, content.id()) != 1) {
      throw new IllegalStateException("the file of job " + job + " was given up meanwhile");
    }
    Rows.update(
        c,
        Sql.FILE_INSERT,
        job.value(),
        content.id(),
        file.name().orElse(null),
        file.mediaType(),
        content.sizeBytes(),
        content.sha256());
  }
}
