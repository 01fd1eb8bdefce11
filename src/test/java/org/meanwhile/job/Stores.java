package org.meanwhile.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.database.Rows;
import org.meanwhile.database.TestDatabase;
import org.meanwhile.job.content.ChunkStore;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.ContentWriter;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.job.dependency.Dependencies;
import org.meanwhile.job.estimate.QueueEstimates;
import org.meanwhile.job.group.Groups;
import org.meanwhile.job.group.Members;
import org.meanwhile.job.lease.LeaseEnds;
import org.meanwhile.job.lease.LeaseLog;
import org.meanwhile.job.lease.LeaseOutputs;
import org.meanwhile.job.lease.Leases;
import org.meanwhile.job.lease.WorkerOperations;
import org.meanwhile.job.lease.Workers;
import org.meanwhile.job.log.LogReader;
import org.meanwhile.job.log.LogStore;
import org.meanwhile.job.pause.Pauses;
import org.meanwhile.job.retention.JobCleaner;
import org.meanwhile.job.reuse.Rides;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.Completions;
import org.meanwhile.job.run.DeadlineSweep;
import org.meanwhile.job.run.JobRescuer;
import org.meanwhile.job.run.JobScheduler;
import org.meanwhile.job.run.Nodes;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.job.run.RunSql;
import org.meanwhile.job.schedule.DueSchedules;
import org.meanwhile.job.schedule.Schedules;
import org.meanwhile.job.share.Shares;
import org.meanwhile.job.submit.BulkInserter;
import org.meanwhile.platform.Settings;

/** All stores over one database, and shorthands for tests. */
public final class Stores implements AutoCloseable {
  private static final String PASS_JOBS =
      """
      UPDATE job SET created_at = created_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             run_at = run_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             held_run_at = held_run_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             deadline_at = deadline_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             finished_at = finished_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             expires_at = expires_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             gone_at = gone_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             purge_at = purge_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  private static final String PASS_REQUESTS =
      "UPDATE job_request SET created_at = created_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND";

  private static final String PASS_CONTENT =
      "UPDATE content SET touched_at = touched_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND";

  private static final String PASS_LEASES =
      """
      UPDATE worker_lease SET leased_at = leased_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             lapses_at = lapses_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             log_at = log_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  private static final String PASS_WORKERS =
      """
      UPDATE worker SET since = since - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
                        asked_at = asked_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  private static final String PASS_ASKED =
      """
      UPDATE worker_operation SET asked_at = asked_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  private static final String PASS_SHARES =
      """
      UPDATE share SET created_at = created_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             expires_at = expires_at - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  private static final String SILENCE =
      "UPDATE node SET seen_at = seen_at - INTERVAL '1' HOUR WHERE incarnation = ?";

  private static final String COPY_JOB =
      """
      INSERT INTO job (id, operation, caller, status, priority, run_at, attempt, max_attempts,
                       crashes, rerunnable, owner, claim, version, created_at, started_at,
                       finished_at, timeout_ms, retain_ms, tombstone_ms, labels)
      SELECT CAST(? AS UUID), operation, caller, status, priority, run_at, attempt, max_attempts,
             crashes, rerunnable, owner, claim, version, created_at, started_at,
             finished_at, timeout_ms, retain_ms, tombstone_ms, labels
        FROM job WHERE id = ?
      """;

  public final TestDatabase db;
  public final Database database;
  public final EventRecorder<JobsEnded> ended = new EventRecorder<>();
  public final EventRecorder<RunsSaved> saved = new EventRecorder<>();
  public final Claims claims;
  public final Completions completions;
  public final Nodes nodes;
  public final Pauses pauses;
  public final JobRescuer rescuer;
  public final JobScheduler scheduler;
  public final DeadlineSweep deadlines;
  public final ContentStore contents;
  public final ChunkStore chunks;
  public final JobCleaner cleaner;
  public final Deliveries deliveries;
  public final Shares shares;
  public final Schedules schedules;
  public final DueSchedules dueSchedules;
  public final EventRecorder<JobsAccepted> accepted = new EventRecorder<>();
  public final BulkInserter bulk;
  public final EventRecorder<JobLogged> logged = new EventRecorder<>();
  public final LogStore logs;
  public final LogReader logReader;
  public final EventRecorder<JobReleased> released = new EventRecorder<>();
  public final Dependencies dependencies;
  public final EventRecorder<JobCancelRequested> cancelRequested = new EventRecorder<>();
  public final Groups groups;
  public final Members members;
  public final Rides rides;
  public final Leases leases;
  public final LeaseEnds leaseEnds;
  public final LeaseOutputs leaseOutputs;
  public final LeaseLog leaseLog;
  public final WorkerOperations workerOperations;
  public final Workers workers;
  public final TestJobs jobs;

  public Stores(TestDatabase db) {
    this(db, new SecretSeal(List.of()));
  }

  /** Stores whose secrets are sealed. */
  public Stores(TestDatabase db, SecretSeal seal) {
    this.db = db;
    this.database = db.database();
    this.claims = new Claims(database);
    this.completions = new Completions(database, ended, saved);
    this.nodes = new Nodes(database);
    this.pauses = new Pauses(database);
    this.rescuer = new JobRescuer(database, ended);
    this.scheduler = new JobScheduler(database);
    this.deadlines = new DeadlineSweep(database, ended);
    this.contents = new ContentStore(database);
    this.chunks = new ChunkStore(database);
    this.cleaner = new JobCleaner(database);
    this.deliveries = new Deliveries(database, seal);
    this.shares = new Shares(database);
    this.schedules = new Schedules(database, seal);
    this.dueSchedules = new DueSchedules(database);
    this.bulk = new BulkInserter(database, seal, accepted);
    this.logs = new LogStore(database, logged);
    this.logReader = new LogReader(database);
    this.dependencies = new Dependencies(database, ended, new EventRecorder<>(), released);
    this.groups = new Groups(database, ended, new EventRecorder<>(), released, cancelRequested);
    this.members = new Members(database);
    this.rides = new Rides(database, ended, new EventRecorder<>(), released, cancelRequested);
    this.leases = new Leases(database, claims);
    this.leaseEnds = new LeaseEnds(database, completions);
    this.leaseOutputs = new LeaseOutputs(database, contents);
    this.leaseLog = new LeaseLog(database, logs);
    this.workerOperations = new WorkerOperations(database);
    this.workers = new Workers(database);
    this.jobs = new TestJobs(database, seal);
  }

  /** The jobs of all {@link JobsEnded} so far, in order. */
  public List<JobEnded> endedJobs() {
    return ended.events().stream().flatMap(event -> event.jobs().stream()).toList();
  }

  /** Registers a node; {@link Nodes#join} marks all others dead where the database is exclusive. */
  public UUID node() {
    UUID node = UUID.randomUUID();
    database.transaction(c -> Rows.update(c, RunSql.NODE_JOIN, node, "test"));
    return node;
  }

  /** Makes the last heartbeat of a node an hour older. */
  public void silence(UUID node) {
    database.transaction(c -> Rows.update(c, SILENCE, node));
  }

  /** Marks a node dead and rescues its jobs. */
  public void crash(UUID node) {
    silence(node);
    nodes.markDead(UUID.randomUUID(), Duration.ofMinutes(1));
    rescuer.rescue(3);
  }

  /** Estimates that have read nothing yet. */
  public QueueEstimates estimates(Map<String, String> settings) {
    return new QueueEstimates(database, new Settings(settings::get), Clock.systemUTC());
  }

  /** Claims jobs of the caller of {@link Order#any}. */
  public List<ClaimedJob> claim(UUID node, List<String> operations, int most) {
    return claims.claim(node, operations, List.of(new Claims.Share(Order.ALICE, most))).jobs();
  }

  /** Claims the only job that can be claimed. */
  public Lease claimOne(UUID node) {
    List<ClaimedJob> claimed = claim(node, List.of(Order.COPY), 2);
    if (claimed.size() != 1) {
      throw new AssertionError("claimed " + claimed);
    }
    return claimed.get(0).lease();
  }

  public List<Lease> claimAtMost(UUID node, int most) {
    return claim(node, List.of(Order.COPY), most).stream().map(ClaimedJob::lease).toList();
  }

  public Optional<JobStatus> complete(Lease lease, RunResult result) {
    return completions.complete(List.of(new Completion(lease, result, Progress.NONE))).get(0);
  }

  /** A success with this output; a long one is stored in chunks. */
  public RunResult.Succeeded success(Lease lease, byte[] bytes) {
    return new RunResult.Succeeded(output(lease, bytes), "text/plain", "out.txt");
  }

  public RunResult.Succeeded success(Lease lease) {
    return success(lease, "done".getBytes(StandardCharsets.UTF_8));
  }

  public StoredContent output(Lease lease, byte[] bytes) {
    return write(contents.stageOutput(lease, Long.MAX_VALUE, RetryPolicy.NONE), bytes);
  }

  public StagedFile upload(byte[] bytes) {
    StoredContent content = write(contents.stageUpload(Long.MAX_VALUE), bytes);
    return new StagedFile(content, Optional.of("in.txt"), "text/plain");
  }

  private static StoredContent write(ContentWriter writer, byte[] bytes) {
    try (writer) {
      writer.write(bytes);
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] read(StoredContent content) {
    try (var in = contents.read(content.id(), content.sizeBytes(), 0, RetryPolicy.NONE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets time pass and promotes jobs that are due by then. */
  public void pass(Duration time) {
    passUnnoticed(time);
    scheduler.promote(Integer.MAX_VALUE);
  }

  /** Lets time pass by moving all stored times into the past; promotes nothing. */
  public void passUnnoticed(Duration time) {
    long millis = time.toMillis();
    database.transaction(
        c -> {
          Rows.update(c, PASS_JOBS, millis, millis, millis, millis, millis, millis, millis, millis);
          Rows.update(c, PASS_REQUESTS, millis);
          Rows.update(c, PASS_SHARES, millis, millis);
          Rows.update(c, PASS_LEASES, millis, millis, millis);
          Rows.update(c, PASS_ASKED, millis);
          Rows.update(c, PASS_WORKERS, millis, millis);
          return Rows.update(c, PASS_CONTENT, millis);
        });
  }

  /** Copies a job, with other ids. */
  public void multiply(JobId template, int times) {
    database.transaction(
        c -> {
          for (int i = 0; i < times; i++) {
            Rows.update(c, COPY_JOB, UUID.randomUUID(), template.value());
          }
          return null;
        });
  }

  public JobRow row(JobId job) {
    return database
        .transaction(c -> Rows.query(c, JobRow.ALL + " WHERE id = ?", JobRow::of, job.value()))
        .get(0);
  }

  public List<JobRow> rows() {
    return database.transaction(c -> Rows.query(c, JobRow.ALL, JobRow::of));
  }

  public long count(String table) {
    return database
        .transaction(c -> Rows.query(c, "SELECT COUNT(*) FROM " + table, row -> row.getLong(1)))
        .get(0);
  }

  /** STAGED, KEPT or DOOMED; empty when the content is deleted. */
  public Optional<String> state(UUID content) {
    return database
        .transaction(
            c ->
                Rows.query(
                    c, "SELECT state FROM content WHERE id = ?", row -> row.getString(1), content))
        .stream()
        .findFirst();
  }

  public Map<UUID, String> contentStates() {
    Map<UUID, String> states = new HashMap<>();
    database.transaction(
        c ->
            Rows.query(
                c,
                "SELECT id, state FROM content",
                row -> states.put(row.getObject(1, UUID.class), row.getString(2))));
    return states;
  }

  public Set<UUID> contentsWithChunks() {
    return Set.copyOf(
        database.transaction(
            c ->
                Rows.query(
                    c,
                    "SELECT DISTINCT content_id FROM chunk",
                    row -> row.getObject(1, UUID.class))));
  }

  /** The job of each output, and whether the output was deleted. */
  public Set<String> outputs() {
    return Set.copyOf(
        database.transaction(
            c ->
                Rows.query(
                    c,
                    "SELECT job_id, deleted_at IS NOT NULL FROM output",
                    row -> row.getObject(1, UUID.class) + " deleted: " + row.getBoolean(2))));
  }

  /** By the database's clock. */
  public Instant now() {
    return database
        .transaction(
            c ->
                Rows.query(
                    c, "SELECT CURRENT_TIMESTAMP", row -> row.getObject(1, OffsetDateTime.class)))
        .get(0)
        .toInstant();
  }

  @Override
  public void close() {
    jobs.close();
    db.close();
  }
}
