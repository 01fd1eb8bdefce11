package org.meanwhile.job.submit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.delivery.DeliverySql;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.platform.TraceContext;

/**
 * Inserts the rows of new jobs in all their tables, a statement for each table however many jobs
 * there are. The transaction is its caller's. Thread-safe.
 */
final class JobRows {
  /** Bounds the memory of one statement. */
  static final long MAX_BATCH_CHARS = 1L << 20;

  /** The size that is assumed for a job without its input, in characters. */
  private static final long JOB_CHARS = 4096;

  private final SecretSeal seal;

  JobRows(SecretSeal seal) {
    this.seal = seal;
  }

  /** About how many characters a job adds to its statements. */
  static long chars(NewJob job) {
    return JOB_CHARS + job.input().length();
  }

  /**
   * Inserts the jobs with their files, in this order.
   *
   * @return the jobs as stored, created at the time of the transaction
   * @throws FileGone when the file of a job was deleted meanwhile
   */
  List<Job> insert(Connection c, List<NewJob> requests) throws SQLException {
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
        inputs.texts(r -> r.trace().flatMap(TraceContext::state).orElse(null)),
        inputs.booleans(
            r -> r.file().isPresent() || r.after().stream().anyMatch(Dependency::givesFile)),
        inputs.texts(r -> r.reuse().key().orElse(null)));
    insertDependencies(c, requests);
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
        columns.timestamps(job -> job.deadline().map(Rows::time).orElse(null)),
        columns.uuids(job -> job.origin().rerunOf().map(JobId::value).orElse(null)),
        columns.uuids(job -> job.origin().group().map(JobId::value).orElse(null)),
        columns.texts(job -> job.origin().schedule().orElse(null)),
        columns.texts(Job::waitsForText),
        columns.texts(Job::callerGroupLines),
        columns.ints(job -> job.origin().position().orElse(null)),
        columns.texts(job -> job.reused().map(reused -> reused.as().name()).orElse(null)),
        columns.uuids(job -> job.reused().map(reused -> reused.of().value()).orElse(null)));
  }

  private record After(JobId child, int position, Dependency dependency) {}

  private static void insertDependencies(Connection c, List<NewJob> requests) throws SQLException {
    List<After> rows = new ArrayList<>();
    for (NewJob request : requests) {
      for (Dependency dependency : request.after()) {
        rows.add(new After(request.id(), rows.size(), dependency));
      }
    }
    if (!rows.isEmpty()) {
      Columns<After> columns = new Columns<>(c, rows);
      Rows.update(
          c,
          SubmitSql.AFTER_INSERT,
          columns.uuids(row -> row.child().value()),
          columns.uuids(row -> row.dependency().parent().value()),
          columns.ints(After::position),
          columns.texts(row -> row.dependency().on().name()),
          columns.booleans(row -> row.dependency().givesFile()));
    }
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
    String keep = file.shared() ? SubmitSql.CONTENT_SHARE : SubmitSql.CONTENT_KEEP;
    if (Rows.update(c, keep, content.id()) != 1) {
      throw new FileGone(job);
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
