package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Dialect;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.delivery.Deliveries;

/**
 * Ends runs, many in one transaction and most with one statement. Each is guarded by its lease:
 * when that was lost, nothing changes and the result is dropped. A job whose caller wanted it no
 * longer ends as canceled, whatever its run made.
 */
@ApplicationScoped
public class Completions {
  private Database database;

  /** For the container's proxy. */
  protected Completions() {}

  /** Finishes in the given database. */
  @Inject
  public Completions(Database database) {
    this.database = database;
  }

  /** One way to end that is for good. */
  record Final(Lease lease, JobStatus wanted, Progress progress, Optional<JobError> error) {
    private static Optional<Final> of(Completion finish) {
      ResultEffect effect = ResultEffect.of(finish.ending());
      return effect.status().ended()
          ? Optional.of(
              new Final(finish.lease(), effect.status(), finish.progress(), effect.error()))
          : Optional.empty();
    }

    private <T> T error(Function<JobError, T> part) {
      return error.map(part).orElse(null);
    }
  }

  /** What a lease is known by once it is over: no job is claimed twice with the same number. */
  record Claim(UUID job, long number) {
    static Claim of(Lease lease) {
      return new Claim(lease.job().value(), lease.claim());
    }
  }

  /** What became of a job, and whose it is. */
  record Ended(JobStatus status, String caller) {}

  private record Result(Lease lease, RunResult.Succeeded ending, String caller) {}

  /**
   * Stores how runs ended.
   *
   * <p>After this threw it may have happened all the same; calling again with the same runs tells:
   * what had been stored is answered as if it were stored now.
   *
   * @return for each run, in order, what became of its job; empty when the lease was lost
   */
  public List<Optional<JobStatus>> finish(List<Completion> finishes) {
    return finishes.isEmpty()
        ? List.of()
        : database.transaction(c -> finish(c, database.dialect(), finishes));
  }

  private static List<Optional<JobStatus>> finish(
      Connection c, Dialect dialect, List<Completion> finishes) throws SQLException {
    Map<Claim, Ended> became =
        end(
            c,
            dialect,
            finishes.stream()
                .flatMap(f -> Final.of(f).stream())
                .sorted(Comparator.comparing(f -> f.lease().job().value()))
                .toList());
    publish(c, finishes.stream().flatMap(f -> result(f, became.get(Claim.of(f.lease())))).toList());
    List<Optional<JobStatus>> all = new ArrayList<>(finishes.size());
    for (Completion finish : finishes) {
      Ended ended = became.get(Claim.of(finish.lease()));
      all.add(ended == null ? otherwise(c, dialect, finish) : Optional.of(ended.status()));
    }
    return all;
  }

  private static Stream<Result> result(Completion finish, Ended ended) {
    return ended == null || ended.status() != JobStatus.SUCCEEDED
        ? Stream.empty()
        : Stream.of(
            new Result(finish.lease(), (RunResult.Succeeded) finish.ending(), ended.caller()));
  }

  /** Ends jobs whose lease holds; says which, and how. Their callbacks are due from then on. */
  static Map<Claim, Ended> end(Connection c, Dialect dialect, List<Final> finals)
      throws SQLException {
    Map<Claim, Ended> became = new HashMap<>();
    if (finals.isEmpty()) {
      return became;
    }
    List<UUID> withCallback = new ArrayList<>();
    Columns<Final> columns = new Columns<>(c, finals);
    Rows.query(
        c,
        RunSql.complete(dialect),
        row -> {
          UUID job = Rows.uuid(row, 1);
          if (row.getBoolean(5)) {
            withCallback.add(job);
          }
          return became.put(
              new Claim(job, row.getLong(2)),
              new Ended(JobStatus.valueOf(row.getString(3)), row.getString(4)));
        },
        columns.uuids(f -> f.lease().job().value()),
        columns.uuids(f -> f.lease().node()),
        columns.longs(f -> f.lease().claim()),
        columns.texts(f -> f.wanted().name()),
        columns.longs(f -> f.progress().done()),
        columns.longs(f -> f.progress().total()),
        columns.texts(f -> f.progress().unit()),
        columns.texts(f -> f.progress().message()),
        columns.ints(f -> f.error(JobError::status)),
        columns.texts(f -> f.error(JobError::code)),
        columns.texts(f -> f.error(JobError::message)));
    Deliveries.insert(c, withCallback);
    return became;
  }

  private static void publish(Connection c, List<Result> results) throws SQLException {
    if (results.isEmpty()) {
      return;
    }
    List<UUID> chunked =
        results.stream().map(r -> r.ending().content().id()).filter(Objects::nonNull).toList();
    if (!chunked.isEmpty()
        && Rows.update(c, RunSql.CONTENTS_KEEP, new Columns<>(c, chunked).uuids(id -> id))
            != chunked.size()) {
      throw new IllegalStateException("an output was given up while its lease held: " + chunked);
    }
    Columns<Result> columns = new Columns<>(c, results);
    Rows.update(
        c,
        RunSql.OUTPUTS_INSERT,
        columns.uuids(r -> r.lease().job().value()),
        columns.uuids(r -> r.ending().content().id()),
        columns.bytes(r -> r.ending().content().inline()),
        columns.texts(r -> r.ending().mediaType()),
        columns.texts(r -> r.ending().fileName()),
        columns.longs(r -> r.ending().content().sizeBytes()),
        columns.texts(r -> r.ending().content().sha256()),
        columns.texts(Result::caller));
  }

  /** A run that is not over for good, or whose ending was not stored just now. */
  private static Optional<JobStatus> otherwise(Connection c, Dialect dialect, Completion finish)
      throws SQLException {
    if (Final.of(finish).isPresent()) {
      return earlier(c, finish, Final.of(finish).get().wanted());
    }
    if (giveBack(c, finish.lease(), finish.ending())) {
      return Optional.of(JobStatus.WAITING);
    }
    // Not given back: cancelled meanwhile, or the lease is lost, or an earlier try had stored it.
    Final canceled =
        new Final(finish.lease(), JobStatus.CANCELED, finish.progress(), Optional.empty());
    Ended ended = end(c, dialect, List.of(canceled)).get(Claim.of(finish.lease()));
    return ended == null ? earlier(c, finish, JobStatus.WAITING) : Optional.of(ended.status());
  }

  private static boolean giveBack(Connection c, Lease lease, RunResult ending) throws SQLException {
    ResultEffect effect = ResultEffect.of(ending);
    Object[] guard = {lease.job().value(), lease.node(), lease.claim()};
    if (effect.delay().isPresent()) {
      Object[] later = {effect.delay().get().toMillis(), guard[0], guard[1], guard[2]};
      return Attempts.giveBack(
          c,
          lease,
          Attempts.Outcome.FAILED,
          effect.error().orElse(null),
          on -> Rows.update(on, RunSql.TRY_AGAIN, later));
    }
    return Attempts.giveBack(
        c,
        lease,
        Attempts.Outcome.HANDED_BACK,
        null,
        on -> Rows.update(on, RunSql.HAND_BACK, guard));
  }

  /** The job as it stands, when nobody has claimed it since and it stands as this run wanted. */
  private static Optional<JobStatus> earlier(Connection c, Completion finish, JobStatus wanted)
      throws SQLException {
    return Rows.query(
            c,
            RunSql.HOW_IT_STANDS,
            row ->
                row.getLong(2) == finish.lease().claim()
                    ? JobStatus.valueOf(row.getString(1))
                    : JobStatus.RUNNING,
            finish.lease().job().value())
        .stream()
        .filter(status -> status == wanted || status == JobStatus.CANCELED)
        .findFirst();
  }
}
