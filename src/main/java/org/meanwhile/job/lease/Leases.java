package org.meanwhile.job.lease;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meanwhile.database.CachedValue;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Labels;
import org.meanwhile.job.Lease;
import org.meanwhile.job.log.LogBatch;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;

/**
 * Gives leases, and renews them.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Leases {
  /**
   * A lease that is not used within this time is given back: the answer that told of it may have
   * been lost.
   */
  public static final Duration UNUSED = Duration.ofSeconds(5);

  private static final Duration OPEN_TIME_TO_LIVE = Duration.ofSeconds(5);

  private Database database;
  private Claims claims;
  private CachedValue<Long> open;

  /** For the container's proxy. */
  protected Leases() {}

  @Inject
  public Leases(Database database, Claims claims) {
    this.database = database;
    this.claims = claims;
    Database looks = database.within(Database.LOOK_LIMIT);
    this.open =
        new CachedValue<>(
            OPEN_TIME_TO_LIVE,
            () -> looks.read(c -> Rows.query(c, LeaseSql.OPEN, row -> row.getLong(1))).get(0));
  }

  /** Workers that ask for jobs of one operation. */
  public interface Demand {
    /** The operation whose jobs they ask for. */
    String operation();

    /** Whether there is a limit to its leases, so that claims of several nodes take turns. */
    boolean isLimited();

    /**
     * How many jobs of which callers they may have.
     *
     * @param open how many leases of the operation are open, by the caller of their jobs
     */
    List<Claims.Share> shares(Map<String, Integer> open);

    /**
     * Gives each job to a worker. May be called again, with other jobs: then the last call counts.
     */
    List<NewLease> assign(List<ClaimedJob> jobs);
  }

  /**
   * A lease that was given.
   *
   * @param expiresAt when it is lost, once it is used and not renewed
   */
  public record Granted(NewLease lease, Map<String, String> labels, Instant expiresAt) {}

  /** What was claimed for a demand. */
  public record Grants(List<Granted> granted, Claims.Claim claim, List<Claims.Share> shares) {}

  /** Makes leases possible: called once when a node starts. */
  public void begin() {
    database.transaction(
        c -> Rows.update(c, LeaseSql.WORKERS_INSERT, Lease.WORKERS, Lease.WORKERS));
  }

  /**
   * Claims jobs and gives them to workers, in one transaction: no job is claimed for workers
   * without a lease that may lapse. When this throws, leases may have been given all the same; they
   * lapse.
   */
  public Grants claim(Demand demand) {
    return claims.inTransaction(c -> claim(c, demand));
  }

  private Grants claim(Connection c, Demand demand) throws SQLException {
    if (demand.isLimited()) {
      Rows.query(c, LeaseSql.OPERATION_LOCK, row -> row.getString(1), demand.operation());
    }
    Map<String, Integer> open = new HashMap<>();
    Rows.query(
        c,
        LeaseSql.OPEN_BY_CALLER,
        row -> open.put(row.getString(1), row.getInt(2)),
        demand.operation());
    List<Claims.Share> shares = demand.shares(open);
    if (shares.isEmpty()) {
      return new Grants(List.of(), new Claims.Claim(List.of(), Map.of()), shares);
    }
    Claims.Claim claim = claims.claim(c, Lease.WORKERS, List.of(demand.operation()), shares);
    List<NewLease> given = demand.assign(claim.jobs());
    if (given.size() != claim.jobs().size()) {
      throw new IllegalStateException(given.size() + " leases of " + claim.jobs().size() + " jobs");
    }
    return new Grants(granted(c, given), claim, shares);
  }

  private static List<Granted> granted(Connection c, List<NewLease> given) throws SQLException {
    if (given.isEmpty()) {
      return List.of();
    }
    Rows.updateAll(c, LeaseSql.INSERT, given.stream().map(Leases::row).toList());
    Map<UUID, String> labels = new HashMap<>();
    Rows.query(
        c,
        LeaseSql.LABELS,
        row -> labels.put(Rows.uuid(row, 1), row.getString(2)),
        new Columns<>(c, given).uuids(each -> each.job().lease().job().value()));
    Instant now = Rows.now(c);
    List<Granted> granted = new ArrayList<>();
    for (NewLease each : given) {
      granted.add(
          new Granted(
              each,
              Labels.read(labels.get(each.job().lease().job().value())),
              now.plus(each.time())));
    }
    return granted;
  }

  private static List<@Nullable Object> row(NewLease lease) {
    ClaimedJob job = lease.job();
    return Arrays.asList(
        lease.tokenSha256(),
        job.lease().job().value(),
        job.lease().claim(),
        job.operation(),
        job.caller(),
        lease.worker().caller(),
        lease.worker().name().orElse(null),
        lease.time().toMillis(),
        UNUSED.toMillis(),
        (double) LogBatch.MAX_LINES);
  }

  /**
   * Renews a lease that is held.
   *
   * @param holder who uses it
   * @return the lease after that; empty when this holder has none of this secret
   */
  public Optional<LeaseState> use(String tokenSha256, String holder) {
    return database.transaction(
        c -> {
          Rows.update(c, LeaseSql.RENEW, tokenSha256, holder, Lease.WORKERS);
          return state(c, tokenSha256).filter(state -> state.holder().equals(holder));
        });
  }

  static Optional<LeaseState> state(Connection c, String tokenSha256) throws SQLException {
    return Rows.query(c, LeaseSql.STATE_OF, LeaseState::of, tokenSha256).stream().findFirst();
  }

  /** Locks leases against their renewal and their end, and reads them behind the locks. */
  static Map<String, LeaseState> locked(Connection c, Collection<String> tokens)
      throws SQLException {
    Array all = new Columns<>(c, List.copyOf(tokens)).texts(token -> token);
    Rows.query(c, LeaseSql.LOCK_ALL, row -> row.getString(1), all);
    Map<String, LeaseState> states = new HashMap<>();
    for (LeaseState state : Rows.query(c, LeaseSql.STATES_OF, LeaseState::of, all)) {
      states.put(state.tokenSha256(), state);
    }
    return states;
  }

  /** How many leases are open on all nodes, as it was 5 s ago or later; 0 when it is not known. */
  public long open() {
    return database.isAway() ? open.known(0L) : open.getOr(0L);
  }
}
