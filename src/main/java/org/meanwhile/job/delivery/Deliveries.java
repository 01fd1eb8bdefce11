package org.meanwhile.job.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Callback;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Traces;
import org.meanwhile.platform.WebhookSecret;

/**
 * Stores callback deliveries: the outbox. A delivery is stored in the transaction that ends its
 * job, tried by one node at a time, and deleted with its job's record.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Deliveries {
  /** A redelivery trims the log to this many attempts. */
  private static final int MAX_LOGGED_ATTEMPTS = 90;

  private static final String LOST =
      "the server or its database stopped meanwhile; how it ended is not known";

  /** Stored for the latency of an attempt whose end is unknown. */
  private static final long UNKNOWN_LATENCY = -1;

  private final ReentrantLock claiming = new ReentrantLock();
  private Database database;
  private SecretSeal seal;

  /** For the container's proxy. */
  protected Deliveries() {}

  @Inject
  public Deliveries(Database database, SecretSeal seal) {
    this.database = database;
    this.seal = seal;
  }

  /**
   * Makes deliveries due, within the transaction that ends their jobs.
   *
   * @param jobs that have a callback
   */
  public static void insert(Connection c, List<UUID> jobs) throws SQLException {
    if (jobs.isEmpty()) {
      return;
    }
    Columns<UUID> columns = new Columns<>(c, jobs);
    int stored =
        Rows.update(
            c,
            DeliverySql.DELIVERIES_INSERT,
            columns.uuids(job -> UUID.randomUUID()),
            columns.uuids(job -> job));
    if (stored != jobs.size()) {
      throw new IllegalStateException(stored + " callbacks for " + jobs.size() + " jobs: " + jobs);
    }
  }

  /**
   * The turn of a caller in a claim.
   *
   * @param busy receivers of which nothing is claimed
   * @param most how many of its deliveries are claimed at most; 1 or more
   */
  public record Turn(String caller, Collection<String> busy, int most) {}

  /**
   * Lists callers with deliveries that are due, in an order of names that does not change.
   *
   * @param after the list begins behind this name; empty for all
   * @param max the longest list
   */
  public List<String> dueCallers(String after, int max) {
    return database.read(
        c ->
            database.dialect().choose(true, false)
                ? dueCallersOneByOne(c, after, max)
                : Rows.query(
                    c, DeliverySql.DUE_CALLERS_ON_POSTGRESQL, row -> row.getString(1), after, max));
  }

  private record NextCaller(String name, boolean due) {}

  private static List<String> dueCallersOneByOne(Connection c, String after, int max)
      throws SQLException {
    List<String> due = new ArrayList<>();
    String last = after;
    while (due.size() < max) {
      List<NextCaller> next =
          Rows.query(
              c,
              DeliverySql.NEXT_CALLER_ON_H2,
              row -> new NextCaller(row.getString(1), row.getBoolean(2)),
              last);
      if (next.isEmpty()) {
        return due;
      }
      last = next.get(0).name();
      if (next.get(0).due()) {
        due.add(last);
      }
    }
    return due;
  }

  /**
   * Claims deliveries that are due, of each caller the longest due first. When this throws, some
   * may be claimed all the same: they are due again after the lease. A claim that has run out since
   * is logged as an attempt.
   *
   * @param lease how long no other node claims them
   */
  public List<ClaimedDelivery> claim(List<Turn> turns, Duration lease) {
    boolean serialized = database.dialect().limitCountsLockedRows();
    if (serialized) {
      claiming.lock();
    }
    try {
      return database.transaction(
          c -> {
            List<ClaimedDelivery> all = new ArrayList<>();
            for (Turn turn : turns) {
              all.addAll(claim(c, turn, lease.toMillis()));
            }
            return all;
          });
    } finally {
      if (serialized) {
        claiming.unlock();
      }
    }
  }

  private record Claimed(ClaimedDelivery delivery, OffsetDateTime ranOut) {}

  private List<ClaimedDelivery> claim(Connection c, Turn turn, long leaseMillis)
      throws SQLException {
    List<Claimed> all =
        Rows.query(
            c,
            DeliverySql.claim(database.dialect()),
            row -> new Claimed(claimed(row), row.getObject("ran_out", OffsetDateTime.class)),
            leaseMillis,
            turn.caller(),
            c.createArrayOf("VARCHAR", turn.busy().toArray()),
            turn.most());
    for (Claimed each : all) {
      if (each.ranOut() != null) {
        UUID id = each.delivery().id();
        Rows.update(c, DeliverySql.ATTEMPT_LOST, id);
        Rows.update(
            c,
            DeliverySql.ATTEMPT_LOST_INSERT,
            each.ranOut(),
            leaseMillis,
            UNKNOWN_LATENCY,
            LOST,
            id);
      }
    }
    return all.stream().map(Claimed::delivery).toList();
  }

  private ClaimedDelivery claimed(ResultSet row) throws SQLException {
    JobId job = new JobId(Rows.uuid(row, "job_id"));
    Optional<List<WebhookSecret>> secrets =
        seal.open(job, new SecretSeal.Stored(row.getString("secret"), row.getString("secrets")));
    return new ClaimedDelivery(
        Rows.uuid(row, "id"),
        row.getLong("claim"),
        job,
        row.getString("caller"),
        row.getInt("failures"),
        Optional.ofNullable(row.getBytes("body")),
        new Callback(
            row.getString("url"),
            row.getString("receiver"),
            secrets.orElse(List.of()),
            row.getString("base")),
        secrets.isPresent(),
        Traces.read(row));
  }

  /** Stores the body that every attempt sends; false when the claim was lost. */
  public boolean storeBody(ClaimedDelivery delivery, byte[] body) {
    return database.transaction(
            c -> Rows.update(c, DeliverySql.BODY_STORE, body, delivery.id(), delivery.claim()))
        == 1;
  }

  /** Logs an attempt and stores what follows it; false when the claim was lost. */
  public boolean storeResult(ClaimedDelivery delivery, DeliveryResult result) {
    return database.transaction(
        c -> {
          int held =
              Rows.update(
                  c,
                  DeliverySql.ATTEMPT_ENDED,
                  result.state().name(),
                  result.nextAfter().toMillis(),
                  result.failures(),
                  delivery.id(),
                  delivery.claim());
          long millis = result.latency().toMillis();
          if (held == 1 && result.state() != DeliveryState.PENDING) {
            Rows.update(c, DeliverySql.EXPIRED_SECRETS_DELETE, delivery.job().value());
          }
          return held == 1
              && Rows.update(
                      c,
                      DeliverySql.ATTEMPT_INSERT,
                      millis,
                      millis,
                      result.status().isPresent() ? result.status().getAsInt() : null,
                      result.error().orElse(null),
                      delivery.id())
                  == 1;
        });
  }

  /** Releases claims without an attempt: the deliveries are due at once. Skips lost claims. */
  public void release(List<ClaimedDelivery> deliveries) {
    if (!deliveries.isEmpty()) {
      database.transaction(
          c -> {
            int released = 0;
            for (ClaimedDelivery delivery : deliveries) {
              released += Rows.update(c, DeliverySql.RELEASE, delivery.id(), delivery.claim());
            }
            return released;
          });
    }
  }

  /**
   * Makes a job's delivery due at once, whatever its state, with as many attempts as the first
   * time. Does nothing before the job has ended.
   *
   * @return false when the callback had secrets of its own and the job has expired: they are
   *     deleted, or about to be, and the message could not be signed
   */
  public boolean redeliver(JobId job) {
    return database.transaction(
        c -> {
          if (!Rows.query(c, DeliverySql.SECRETS_GONE, row -> true, job.value()).isEmpty()) {
            return false;
          }
          Rows.update(c, DeliverySql.REDELIVER, job.value());
          Rows.update(c, DeliverySql.ATTEMPTS_TRIM, job.value(), MAX_LOGGED_ATTEMPTS);
          return true;
        });
  }

  /** Returns the log of a job's callback; empty when the job has none. */
  public Optional<CallbackLog> log(JobId job) {
    return database.read(
        c -> {
          List<LogRow> rows = Rows.query(c, DeliverySql.LOG, LogRow::of, job.value());
          return rows.isEmpty() ? Optional.empty() : Optional.of(log(rows));
        });
  }

  private record LogRow(String url, CallbackLog.Delivery delivery, CallbackLog.Attempt attempt) {
    private static LogRow of(ResultSet row) throws SQLException {
      UUID id = Rows.uuid(row, "id");
      CallbackLog.Delivery delivery =
          id == null
              ? null
              : new CallbackLog.Delivery(
                  id,
                  JobStatus.valueOf(row.getString("job_status")),
                  DeliveryState.valueOf(row.getString("state")),
                  row.getBoolean("sending"),
                  Rows.instant(row, "next_at"),
                  List.of());
      return new LogRow(
          row.getString("url"), delivery, Rows.intOrNull(row, "seq") == null ? null : attempt(row));
    }

    private static CallbackLog.Attempt attempt(ResultSet row) throws SQLException {
      Integer status = Rows.intOrNull(row, "status");
      return new CallbackLog.Attempt(
          Rows.instant(row, "began_at"),
          Optional.of(row.getLong("latency_ms"))
              .filter(ms -> ms != UNKNOWN_LATENCY)
              .map(Duration::ofMillis),
          status == null ? OptionalInt.empty() : OptionalInt.of(status),
          Optional.ofNullable(row.getString("error")));
    }
  }

  private static CallbackLog log(List<LogRow> rows) {
    CallbackLog.Delivery first = rows.get(0).delivery();
    if (first == null) {
      return new CallbackLog(rows.get(0).url(), List.of());
    }
    List<CallbackLog.Attempt> attempts = new ArrayList<>();
    for (LogRow row : rows) {
      if (!row.delivery().id().equals(first.id())) {
        throw new IllegalStateException(
            "two deliveries: " + first.id() + ", " + row.delivery().id());
      }
      if (row.attempt() != null) {
        attempts.add(row.attempt());
      }
    }
    CallbackLog.Delivery delivery =
        new CallbackLog.Delivery(
            first.id(), first.outcome(), first.state(), first.sending(), first.nextAt(), attempts);
    return new CallbackLog(rows.get(0).url(), List.of(delivery));
  }
}
