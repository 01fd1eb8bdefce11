package org.meanwhile.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What differs between the databases. */
interface Dialect {

  /** The dialect of the database at the other end. */
  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "H2" -> new H2Dialect(connection.getMetaData().getURL());
      case "PostgreSQL" -> new PostgresDialect();
      default -> throw new IllegalStateException("unknown database: " + product);
    };
  }

  /** Where its migrations are. */
  String migrations();

  /**
   * Leases waiting jobs of a caller, the most urgent first, and answers them with their input, file
   * and checkpoint. Parameters: the node, the caller, the names of operations as an array, how many
   * at most, the node again.
   */
  String claim();

  /**
   * Callers that have jobs that wait for a slot, in the database's order of names. Costs about as
   * much as there are callers, not as there are jobs.
   *
   * @param after only names behind this one
   */
  List<String> waitingCallers(Connection connection, String after, int most) throws SQLException;

  /**
   * Ends runs and answers the id, claim, status and caller of each job that ended, and whether it
   * has a callback. Guarded by the lease, and a job whose caller wants it no longer ends as
   * canceled, whatever was wanted. Parameters, each an array: id, node, claim, status wanted,
   * progress (done, total, unit, message), error (status, code, message).
   */
  String finish();

  /**
   * Claims deliveries that are due, the longest due first, and answers them with their callback;
   * {@code ran_out} is the end of an earlier claim of which nobody has said what came of it.
   * Parameters: the lease in milliseconds, receivers to pass over as an array, how many at most.
   */
  String claimDeliveries();

  /**
   * Whether lists go by {@link JobRequest} rather than by {@link Job}: where each write of a job's
   * row costs an entry in each of its indexes.
   */
  boolean listsByRequest();

  /** Whether only one claim may be under way in this JVM. */
  boolean claimsOneByOne();

  /** Whether no other process can have this database open. */
  boolean exclusive();
}
