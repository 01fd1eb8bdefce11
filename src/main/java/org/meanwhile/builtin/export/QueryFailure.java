package org.meanwhile.builtin.export;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Set;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.TransientFailure;

/** Translates SQL errors for callers: transient or permanent, and nothing of the statement. */
final class QueryFailure {
  /** SQLSTATE classes: connection, conflict and resources; and the shutdown of PostgreSQL. */
  private static final List<String> TRANSIENT_STATES = List.of("08", "40", "53", "57P");

  /**
   * PostgreSQL refuses a prepared plan: its result has other columns since the tables were changed
   * ("cached plan must not change result type"), or the pool has dropped it. The next attempt plans
   * anew. The first state also means "not supported", which fails again.
   */
  private static final Set<String> REFUSED_PLANS = Set.of("0A000", "26000");

  private static final String REFUSED = "The database refused the query.";

  private QueryFailure() {}

  static Exception of(SQLException error) {
    if (REFUSED_PLANS.contains(String.valueOf(error.getSQLState()))) {
      return new TransientFailure("query-failed", REFUSED);
    }
    return isTransient(error)
        ? new TransientFailure(
            "database-unavailable", "The database could not be reached, or closed the connection.")
        : new PermanentFailure("query-failed", REFUSED);
  }

  private static boolean isTransient(SQLException error) {
    String state = error.getSQLState();
    return error instanceof SQLTransientException && !(error instanceof SQLTimeoutException)
        || error instanceof SQLRecoverableException
        || error instanceof SQLNonTransientConnectionException
        || state != null && TRANSIENT_STATES.stream().anyMatch(state::startsWith);
  }
}
