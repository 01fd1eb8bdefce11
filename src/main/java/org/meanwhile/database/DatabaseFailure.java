package org.meanwhile.database;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;
import java.util.Set;
import org.meanwhile.platform.CauseChain;

/** The database did not do what it was asked, or it cannot be told whether it did. */
@ApplicationException(rollback = true)
public class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** SQLSTATE classes: connection, resources, shutting down, system, and H2's own. */
  private static final Set<String> UNAVAILABLE = Set.of("08", "53", "57", "58", "90");

  private static final String UNIQUE_VIOLATION = "23505";

  DatabaseFailure(SQLException cause) {
    super(cause);
  }

  /** Whether there is a row of this name already. */
  public boolean meansTaken() {
    return getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }

  /** Whether trying again may help: the database does not answer now, or others were in the way. */
  public static boolean meansPassing(Throwable thrown) {
    return meansUnavailable(thrown)
        || thrown.getCause() instanceof SQLException sql && Database.isInTheWay(sql);
  }

  /** Whether an exception, of whatever kind, comes from a database that does not answer now. */
  public static boolean meansUnavailable(Throwable thrown) {
    return CauseChain.find(thrown, SQLException.class)
        .map(failure -> isUnavailable(failure.getSQLState()))
        .orElse(false);
  }

  /** The pool throws without a state when it has no connection to give. */
  private static boolean isUnavailable(String state) {
    return state == null || state.length() < 2 || UNAVAILABLE.contains(state.substring(0, 2));
  }
}
