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
import org.meanwhile.platform.WebhookSecret;

/**
 * The outbox of callbacks. A delivery is stored in the transaction that ends its job, tried by one
 * node at a time, and goes with its job's record.
 *
 * <p>Not to be called inside a container transaction.
 */
@ApplicationScoped
public class Deliveries {
  /** As many tries stay in the log when more are asked for. */
  private static final int TRIES_KEPT = 90;

  private static final String LOST =
      "the server or its database stopped meanwhile; how it ended is not known";

  /** How long it took, where nobody knows. */
  private static final long UNKNOWN = -1;

  private final ReentrantLock oneByOne = new ReentrantLock();
  private Database database;

  /** For the container's proxy. */
  protected Deliveries() {}

  /** Deliveries in the given database. */
  @Inject
  public Deliveries(Database database) {
    this.database = database;
  }

  /** Jobs end in this transaction, and these have a callback. */
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
   * Claims deliveries that are due, the longest due first. When this throws, some may have been
   * claimed all the same: they are due again after the lease. What was claimed before and has run
   * out since is written down as a try.
   *
   * @param busy receivers that shall not get more now
   * @param most how many, 1 or more
   * @param lease for how long nobody else tries them
   */
  public List<ClaimedDelivery> claim(Collection<String> busy, int most, Duration lease) {
    boolean alone = database.dialect().limitCountsLockedRows();
    if (alone) {
      oneByOne.lock();
    }
    try {
      return database.transaction(c -> claim(c, busy, most, lease.toMillis()));
    } finally {
      if (alone) {
        oneByOne.unlock();
      }
    }
  }

  private record Claimed(ClaimedDelivery delivery, OffsetDateTime ranOut) {
    private static Claimed of(ResultSet row) throws SQLException {
      return new Claimed(claimed(row), row.getObject("ran_out", OffsetDateTime.class));
    }
  }

  private List<ClaimedDelivery> claim(
      Connection c, Collection<String> busy, int most, long leaseMillis) throws SQLException {
    List<Claimed> all =
        Rows.query(
            c,
            DeliverySql.claim(database.dialect()),
            Claimed::of,
            leaseMillis,
            c.createArrayOf("VARCHAR", busy.toArray()),
            most);
    for (Claimed each : all) {
      if (each.ranOut() != null) {
        UUID id = each.delivery().id();
        Rows.update(c, DeliverySql.TRY_LOST, id);
        Rows.update(c, DeliverySql.TRY_LOST_INSERT, each.ranOut(), leaseMillis, UNKNOWN, LOST, id);
      }
    }
    return all.stream().map(Claimed::delivery).toList();
  }

  private static ClaimedDelivery claimed(ResultSet row) throws SQLException {
    String secret = row.getString("secret");
    return new ClaimedDelivery(
        Rows.uuid(row, "id"),
        row.getLong("claim"),
        new JobId(Rows.uuid(row, "job_id")),
        row.getInt("failures"),
        Optional.ofNullable(row.getBytes("body")),
        new Callback(
            row.getString("url"),
            row.getString("receiver"),
            secret == null
                ? Optional.empty()
                : Optional.of(WebhookSecret.parse(secret).orElseThrow()),
            row.getString("base")));
  }

  /** From now on each try sends this; false when the claim was lost. */
  public boolean keepBody(ClaimedDelivery delivery, byte[] body) {
    return database.transaction(
            c -> Rows.update(c, DeliverySql.BODY_KEEP, body, delivery.id(), delivery.claim()))
        == 1;
  }

  /** Writes a try down, and what shall come after it; false when the claim was lost. */
  public boolean tried(ClaimedDelivery delivery, DeliveryResult result) {
    return database.transaction(
        c -> {
          int held =
              Rows.update(
                  c,
                  DeliverySql.TRY_ENDED,
                  result.state().name(),
                  result.nextAfter().toMillis(),
                  result.failures(),
                  delivery.id(),
                  delivery.claim());
          long millis = result.latency().toMillis();
          return held == 1
              && Rows.update(
                      c,
                      DeliverySql.TRY_INSERT,
                      millis,
                      millis,
                      result.status().isPresent() ? result.status().getAsInt() : null,
                      result.error().orElse(null),
                      delivery.id())
                  == 1;
        });
  }

  /** They were not tried, and are due at once. A claim that was lost is passed over. */
  public void giveBack(List<ClaimedDelivery> deliveries) {
    if (!deliveries.isEmpty()) {
      database.transaction(
          c -> {
            int given = 0;
            for (ClaimedDelivery delivery : deliveries) {
              given += Rows.update(c, DeliverySql.GIVE_BACK, delivery.id(), delivery.claim());
            }
            return given;
          });
    }
  }

  /**
   * What shall be delivered once more is due at once, whatever became of it before; with as many
   * tries as the first time. Of a job that has not ended there is nothing yet.
   */
  public void again(JobId job) {
    database.transaction(
        c -> {
          Rows.update(c, DeliverySql.AGAIN, job.value());
          return Rows.update(c, DeliverySql.TRIES_TRIM, job.value(), TRIES_KEPT);
        });
  }

  /** What became of a job's callback; empty when the job has none. */
  public Optional<CallbackLog> log(JobId job) {
    return database.read(
        c -> {
          List<Line> lines = Rows.query(c, DeliverySql.LOG, Line::of, job.value());
          return lines.isEmpty() ? Optional.empty() : Optional.of(log(lines));
        });
  }

  private record Line(String url, CallbackLog.Delivery delivery, CallbackLog.Try attempt) {
    private static Line of(ResultSet row) throws SQLException {
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
      return new Line(
          row.getString("url"), delivery, Rows.intOrNull(row, "seq") == null ? null : attempt(row));
    }

    private static CallbackLog.Try attempt(ResultSet row) throws SQLException {
      Integer status = Rows.intOrNull(row, "status");
      return new CallbackLog.Try(
          Rows.instant(row, "began_at"),
          Optional.of(row.getLong("latency_ms"))
              .filter(ms -> ms != UNKNOWN)
              .map(Duration::ofMillis),
          status == null ? OptionalInt.empty() : OptionalInt.of(status),
          Optional.ofNullable(row.getString("error")));
    }
  }

  private static CallbackLog log(List<Line> lines) {
    CallbackLog.Delivery first = lines.get(0).delivery();
    if (first == null) {
      return new CallbackLog(lines.get(0).url(), List.of());
    }
    List<CallbackLog.Try> tries = new ArrayList<>();
    for (Line line : lines) {
      if (!line.delivery().id().equals(first.id())) {
        throw new IllegalStateException(
            "two deliveries: " + first.id() + ", " + line.delivery().id());
      }
      if (line.attempt() != null) {
        tries.add(line.attempt());
      }
    }
    CallbackLog.Delivery delivery =
        new CallbackLog.Delivery(
            first.id(), first.outcome(), first.state(), first.sending(), first.nextAt(), tries);
    return new CallbackLog(lines.get(0).url(), List.of(delivery));
  }
}
