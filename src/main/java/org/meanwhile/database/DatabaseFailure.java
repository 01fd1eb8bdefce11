package org.meanwhile.database;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.CauseChain;

/**
 * Thrown when a statement or transaction failed, or when it is not known whether a commit
 * succeeded. Rolls a container transaction back.
 */
@ApplicationException(rollback = true)
public class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * SQLSTATE: serialization failure and deadlock (SQL standard and PostgreSQL), lock timeout and
   * concurrent update (H2).
   */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "HYT00", "90131");

  /** SQLSTATE classes: connection, resources, shutting down, system, and H2's own. */
  private static final Set<String> UNAVAILABLE = Set.of("08", "53", "57", "58", "90");

  /** SQLSTATE of a statement that was canceled, on both databases. */
  private static final String TIMED_OUT = "57014";

  private static final String UNIQUE_VIOLATION = "23505";

  DatabaseFailure(SQLException cause) {
    super(cause);
  }

  /** Whether a unique constraint refused a row: another row has its key already. */
  public boolean isUniqueViolation() {
    return getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }

  /** Whether a retry may help: the database is unavailable, or another transaction conflicted. */
  public static boolean isTransient(Throwable thrown) {
    return isUnavailable(thrown)
        || thrown.getCause() instanceof SQLException sql && isConflict(sql);
  }

  /** Whether an exception of any type was caused by a database that does not answer now. */
  public static boolean isUnavailable(Throwable thrown) {
    return CauseChain.find(thrown, SQLException.class)
        .map(failure -> isUnavailable(failure.getSQLState()))
        .orElse(false);
  }

  /** Whether a statement was ended because it took longer than it may. */
  public static boolean isTimedOut(Throwable thrown) {
    return CauseChain.find(thrown, SQLException.class)
        .filter(failure -> TIMED_OUT.equals(failure.getSQLState()))
        .isPresent();
  }

  /** The pool throws without a state when it has no connection to give. */
  private static boolean isUnavailable(@Nullable String state) {
    return state == null || state.length() < 2 || UNAVAILABLE.contains(state.substring(0, 2));
  }

  /** Whether the statement failed because of another transaction. */
  static boolean isConflict(SQLException e) {
    return CONFLICTS.contains(String.valueOf(e.getSQLState()));
  }
}
