package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Dialect;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.Lease;
import org.meanwhile.job.run.TerminalUpdate.ClaimKey;

/**
 * Stores the results of runs, many in one transaction and most with one statement. Each is guarded
 * by its lease: when the lease was lost, nothing changes and the result is dropped. A job whose
 * cancellation was requested ends as CANCELED, whatever its run made.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Completions {
  private static final System.Logger LOG = System.getLogger(Completions.class.getName());

  private Database database;
  private Event<JobsEnded> ended;

  /** For the container's proxy. */
  protected Completions() {}

  @Inject
  public Completions(Database database, Event<JobsEnded> ended) {
    this.database = database;
    this.ended = ended;
  }

  private record Stored(List<Optional<JobStatus>> statuses, List<JobEnded> ended) {}

  private record NewOutput(Lease lease, RunResult.Succeeded result, String caller) {}

  /**
   * Stores results and fires {@link JobsEnded} for the jobs that ended.
   *
   * <p>When this throws, the results may have been stored. Call it again with the same results to
   * find out: a result that was stored is returned, and its event is fired again. Weakness: a job
   * that another node rescued to the same status in the meantime is returned too, and counted by
   * both nodes.
   *
   * @return for each completion, in order, the status that its job has now; empty when the lease
   *     was lost
   */
  public List<Optional<JobStatus>> complete(List<Completion> completions) {
    if (completions.isEmpty()) {
      return List.of();
    }
    long sinceNanos = System.nanoTime();
    Stored stored =
        database.transaction(c -> complete(c, database.dialect(), completions, sinceNanos));
    fire(ended, stored.ended());
    return stored.statuses();
  }

  /** Results that are decided by what the transaction that stores them reads. */
  public interface Decision {

    /** Decides on results, for jobs that this transaction keeps from being decided elsewhere. */
    List<Completion> decide(Connection c) throws SQLException;

    /**
     * Called in the same transaction, once the results are stored.
     *
     * @param statuses as {@link #complete} returns them
     */
    void stored(Connection c, List<Optional<JobStatus>> statuses) throws SQLException;
  }

  /**
   * Stores the results that a transaction decides on, and fires {@link JobsEnded}. When this
   * throws, they may have been stored.
   */
  public void complete(Decision decision) {
    long sinceNanos = System.nanoTime();
    List<JobEnded> jobs =
        database.transaction(
            c -> {
              List<Completion> completions = decision.decide(c);
              Stored stored = complete(c, database.dialect(), completions, sinceNanos);
              decision.stored(c, stored.statuses());
              return stored.ended();
            });
    fire(ended, jobs);
  }

  /**
   * Whether the database answers now. Tells an outage from a result that the database refuses; may
   * wait for a connection.
   */
  public boolean databaseIsReachable() {
    return database.isReachable();
  }

  /** Never throws: stored ends must not look like a failed write because an observer failed. */
  static void fire(Event<JobsEnded> event, List<JobEnded> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    try {
      event.fire(new JobsEnded(jobs));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "an observer of " + jobs.size() + " ended jobs failed", e);
    }
  }

  private static Stored complete(
      Connection c, Dialect dialect, List<Completion> completions, long sinceNanos)
      throws SQLException {
    List<TerminalUpdate> updates =
        completions.stream().flatMap(completion -> terminalUpdate(completion).stream()).toList();
    Map<ClaimKey, JobEnded> ended = TerminalUpdate.apply(c, dialect, updates, sinceNanos);
    insertOutputs(
        c,
        completions.stream()
            .flatMap(completion -> newOutput(completion, ended.get(key(completion))))
            .toList());
    List<Optional<JobStatus>> statuses = new ArrayList<>(completions.size());
    for (Completion completion : completions) {
      JobEnded end = ended.get(key(completion));
      statuses.add(
          end == null
              ? releaseOrReadBack(c, dialect, completion, ended, sinceNanos)
              : Optional.of(end.status()));
    }
    return new Stored(statuses, List.copyOf(ended.values()));
  }

  private static ClaimKey key(Completion completion) {
    return ClaimKey.of(completion.lease());
  }

  /** Empty when the job is to run again. */
  private static Optional<TerminalUpdate> terminalUpdate(Completion completion) {
    ResultEffect effect = ResultEffect.of(completion.result());
    return effect.status().ended()
        ? Optional.of(
            new TerminalUpdate(
                completion.lease(), effect.status(), completion.progress(), effect.error()))
        : Optional.empty();
  }

  private static Stream<NewOutput> newOutput(Completion completion, JobEnded ended) {
    return ended == null || ended.status() != JobStatus.SUCCEEDED
        ? Stream.empty()
        : Stream.of(
            new NewOutput(
                completion.lease(), (RunResult.Succeeded) completion.result(), ended.caller()));
  }

  private static void insertOutputs(Connection c, List<NewOutput> outputs) throws SQLException {
    if (outputs.isEmpty()) {
      return;
    }
    List<UUID> chunked =
        outputs.stream().map(o -> o.result().content().id()).filter(Objects::nonNull).toList();
    if (!chunked.isEmpty()
        && Rows.update(c, RunSql.CONTENTS_KEEP, new Columns<>(c, chunked).uuids(id -> id))
            != chunked.size()) {
      throw new IllegalStateException("an output was discarded while its lease held: " + chunked);
    }
    Columns<NewOutput> columns = new Columns<>(c, outputs);
    Rows.update(
        c,
        RunSql.OUTPUTS_INSERT,
        columns.uuids(o -> o.lease().job().value()),
        columns.uuids(o -> o.result().content().id()),
        columns.bytes(o -> o.result().content().inline()),
        columns.texts(o -> o.result().mediaType()),
        columns.texts(o -> o.result().fileName()),
        columns.longs(o -> o.result().content().sizeBytes()),
        columns.texts(o -> o.result().content().sha256()),
        columns.texts(NewOutput::caller));
  }

  /**
   * For a completion that did not end its job just now: gives the job back when it is to run again,
   * or finds out whether an earlier call stored the same.
   *
   * @param ended receives the job when it has ended after all
   * @return the job's status; empty when the lease was lost
   */
  private static Optional<JobStatus> releaseOrReadBack(
      Connection c,
      Dialect dialect,
      Completion completion,
      Map<ClaimKey, JobEnded> ended,
      long sinceNanos)
      throws SQLException {
    JobStatus wanted = ResultEffect.of(completion.result()).status();
    if (wanted == JobStatus.WAITING) {
      Optional<TerminalUpdate> poison = Poison.end(c, completion);
      if (poison.isPresent()) {
        ended.putAll(TerminalUpdate.apply(c, dialect, List.of(poison.get()), sinceNanos));
        return Optional.ofNullable(ended.get(key(completion))).map(JobEnded::status);
      }
      if (release(c, completion)) {
        return Optional.of(released(c, completion, ended, sinceNanos));
      }
      // The job was cancelled meanwhile, or the lease is lost, or an earlier call gave it back.
      TerminalUpdate canceled =
          new TerminalUpdate(
              completion.lease(), JobStatus.CANCELED, completion.progress(), Optional.empty());
      Map<ClaimKey, JobEnded> end = TerminalUpdate.apply(c, dialect, List.of(canceled), sinceNanos);
      if (!end.isEmpty()) {
        ended.putAll(end);
        return Optional.of(JobStatus.CANCELED);
      }
    }
    Optional<JobEnded> stored = readBack(c, completion, wanted, sinceNanos);
    stored.filter(job -> job.status().ended()).ifPresent(job -> ended.put(key(completion), job));
    return stored.map(JobEnded::status);
  }

  /** A deadline beats retries: FAILED when the next attempt would begin too late. */
  private static JobStatus released(
      Connection c, Completion completion, Map<ClaimKey, JobEnded> ended, long sinceNanos)
      throws SQLException {
    if (ResultEffect.of(completion.result()).delay().isPresent()) {
      Optional<JobEnded> tooLate = MissedDeadline.failIfTooLate(c, completion.lease(), sinceNanos);
      tooLate.ifPresent(job -> ended.put(key(completion), job));
      return tooLate.map(JobEnded::status).orElse(JobStatus.WAITING);
    }
    return JobStatus.WAITING;
  }

  private static boolean release(Connection c, Completion completion) throws SQLException {
    Lease lease = completion.lease();
    ResultEffect effect = ResultEffect.of(completion.result());
    Object[] guard = {lease.job().value(), lease.node(), lease.claim()};
    if (effect.delay().isPresent()) {
      long delayMillis = effect.delay().get().toMillis();
      Object[] later = {delayMillis, delayMillis, guard[0], guard[1], guard[2]};
      return Attempts.release(
          c,
          lease,
          Attempts.Outcome.FAILED,
          effect.error().orElse(null),
          completion.agoMillis(),
          on -> Rows.update(on, RunSql.TRY_AGAIN, later));
    }
    boolean crashed = completion.result() instanceof RunResult.Crashed;
    String update = crashed ? RunSql.RELEASE_CRASHED : RunSql.HAND_BACK;
    return Attempts.release(
        c,
        lease,
        crashed ? Attempts.Outcome.CRASHED : Attempts.Outcome.HANDED_BACK,
        null,
        completion.agoMillis(),
        on -> Rows.update(on, update, guard));
  }

  /**
   * The job as stored; empty unless its last claim is this one and its status is the wanted one,
   * CANCELED, or FAILED where a deadline left no time for the attempt that was wanted.
   */
  private static Optional<JobEnded> readBack(
      Connection c, Completion completion, JobStatus wanted, long sinceNanos) throws SQLException {
    Lease lease = completion.lease();
    return Rows.query(
            c,
            RunSql.STATE_OF_CLAIM,
            row ->
                mayBeOf(wanted, row)
                    ? Optional.of(
                        new JobEnded(
                            lease.job(),
                            row.getString("caller"),
                            row.getString("operation"),
                            JobStatus.valueOf(row.getString("status")),
                            false,
                            sinceNanos))
                    : Optional.<JobEnded>empty(),
            lease.job().value(),
            lease.claim())
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean mayBeOf(JobStatus wanted, ResultSet row) throws SQLException {
    return switch (JobStatus.valueOf(row.getString("status"))) {
      case CANCELED -> true;
      case FAILED ->
          wanted == JobStatus.FAILED
              || wanted == JobStatus.WAITING
                  && MissedDeadline.ERROR.code().equals(row.getString("error_code"));
      case WAITING -> wanted == JobStatus.WAITING;
      case RUNNING -> wanted == JobStatus.RUNNING;
      case SUCCEEDED -> wanted == JobStatus.SUCCEEDED;
    };
  }
}
