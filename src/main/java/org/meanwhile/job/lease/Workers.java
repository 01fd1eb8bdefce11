package org.meanwhile.job.lease;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.platform.Scope;

/**
 * The workers that were heard lately, for people. Nothing depends on it: leases are given to
 * workers that are not known here.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Workers {
  /** A worker is known for so long after it was heard last. */
  public static final Duration KNOWN_FOR = Duration.ofHours(1);

  /** Names are free: a caller whose workers change theirs must not fill the table. */
  public static final int MAX_OF_CALLER = 1000;

  /** The most leases that are told, of all workers together. */
  private static final int MAX_LEASES = 5000;

  private Database database;

  /** For the container's proxy. */
  protected Workers() {}

  @Inject
  public Workers(Database database) {
    this.database = database;
  }

  /** Workers have asked for jobs of these operations. */
  public void asked(Map<Worker, Set<String>> asked) {
    // In one order on all nodes, against deadlocks.
    Map<Worker, String> rows =
        new TreeMap<>(Comparator.comparing(Worker::caller).thenComparing(Workers::name));
    asked.forEach((worker, names) -> rows.put(worker, String.join(",", new TreeSet<>(names))));
    List<Worker> unknown =
        database.transaction(
            c -> {
              List<Worker> none = new ArrayList<>();
              for (Map.Entry<Worker, String> row : rows.entrySet()) {
                Worker worker = row.getKey();
                if (Rows.update(c, WorkerSql.ASKED, row.getValue(), worker.caller(), name(worker))
                    == 0) {
                  none.add(worker);
                }
              }
              return none;
            });
    unknown.forEach(worker -> insert(worker, rows.get(worker)));
  }

  private void insert(Worker worker, String operations) {
    String caller = worker.caller();
    String name = name(worker);
    try {
      database.transaction(
          c ->
              Rows.update(
                  c,
                  WorkerSql.INSERT,
                  caller,
                  name,
                  operations,
                  caller,
                  name,
                  caller,
                  MAX_OF_CALLER));
    } catch (DatabaseFailure e) {
      // Another node was asked at the same moment.
      if (!e.isUniqueViolation()) {
        throw e;
      }
    }
  }

  private static String name(Worker worker) {
    return worker.name().orElse("");
  }

  /** Forgets workers that were not heard for {@link #KNOWN_FOR} and hold no lease. */
  public void forget() {
    database.transaction(c -> Rows.update(c, WorkerSql.FORGET, KNOWN_FOR.toMillis()));
  }

  /**
   * The workers that were heard lately, those that asked last first.
   *
   * @param scope of the callers that they are
   */
  public List<KnownWorker> list(Scope scope, int most) {
    return database.read(
        c -> {
          Map<Worker, List<Lease>> leases = new HashMap<>();
          Optional<String> caller = scope.onlyCaller();
          List<Lease> held =
              caller.isPresent()
                  ? Rows.query(
                      c, WorkerSql.LEASES_OF_CALLER, Workers::lease, caller.get(), MAX_LEASES)
                  : Rows.query(c, WorkerSql.ALL_LEASES, Workers::lease, MAX_LEASES);
          held.forEach(
              lease -> leases.computeIfAbsent(lease.worker(), any -> new ArrayList<>()).add(lease));
          return caller.isPresent()
              ? Rows.query(c, WorkerSql.OF_CALLER, row -> known(row, leases), caller.get(), most)
              : Rows.query(c, WorkerSql.ALL, row -> known(row, leases), most);
        });
  }

  private record Lease(Worker worker, Instant renewedAt, KnownWorker.Held held) {}

  private static Lease lease(ResultSet row) throws SQLException {
    return new Lease(
        worker(row.getString("holder"), row.getString("worker")),
        Rows.instant(row, "renewed_at"),
        new KnownWorker.Held(
            new JobId(Rows.uuid(row, "job_id")),
            row.getString("operation"),
            Rows.instant(row, "leased_at"),
            Rows.instant(row, "lapses_at")));
  }

  private static KnownWorker known(ResultSet row, Map<Worker, List<Lease>> leases)
      throws SQLException {
    Worker worker = worker(row.getString("caller"), row.getString("name"));
    List<Lease> held = leases.getOrDefault(worker, List.of());
    Instant askedAt = Rows.instant(row, "asked_at");
    return new KnownWorker(
        worker,
        List.of(row.getString("operations").split(",")),
        Rows.instant(row, "since"),
        Stream.concat(Stream.of(askedAt), held.stream().map(Lease::renewedAt))
            .max(Comparator.naturalOrder())
            .orElse(askedAt),
        held.stream().map(Lease::held).toList());
  }

  private static Worker worker(String caller, String name) {
    return new Worker(caller, name.isEmpty() ? Optional.empty() : Optional.of(name));
  }
}
