package org.meanwhile.database;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.meanwhile.platform.CauseChain;

/**
 * Thrown when a statement or transaction failed, or when it is not known whether a commit
 * succeeded. Rolls a container transaction back.
 */
@ApplicationException(rollback = true)
public class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * SQLSTATE: serialization failure and deadlock (SQL standard and PostgreSQL), lock not available
   * (PostgreSQL), lock timeout and concurrent update (H2).
   */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

  /** SQLSTATE of a statement that was canceled, on both databases. */
  private static final String TIMED_OUT = "57014";

  private static final String UNIQUE_VIOLATION = "23505";

  DatabaseFailure(SQLException cause) {
    super(cause);
  }

  /** Whether a unique constraint refused a row: another row has its key already. */
  public boolean isUniqueViolation() {
    return hasState(this, UNIQUE_VIOLATION::equals);
  }

  /** Whether a retry may help: the database is unavailable, or another transaction conflicted. */
  public static boolean isTransient(Throwable thrown) {
    return isUnavailable(thrown) || isConflict(thrown);
  }

  /**
   * Whether an exception of any type says that the database cannot do its work now: it does not
   * answer, is stopping, is full, or does not accept writes. Looks at the whole chain, because each
   * layer above the driver wraps its exception in its own way ({@link OutageSigns}).
   */
  public static boolean isUnavailable(Throwable thrown) {
    return OutageSigns.among(CauseChain.all(thrown));
  }

  /** Whether a statement was ended because it took longer than it may. */
  public static boolean isTimedOut(Throwable thrown) {
    return CauseChain.find(thrown, SQLException.class)
        .filter(failure -> TIMED_OUT.equals(failure.getSQLState()))
        .isPresent();
  }

  /** Whether the statement failed because of another transaction. */
  static boolean isConflict(Throwable thrown) {
    return hasState(thrown, CONFLICTS::contains);
  }

  private static boolean hasState(Throwable thrown, Predicate<String> state) {
    return states(thrown).anyMatch(state);
  }

  private static Stream<String> states(Throwable thrown) {
    return CauseChain.all(thrown).stream()
        .filter(SQLException.class::isInstance)
        .map(failure -> String.valueOf(((SQLException) failure).getSQLState()));
  }
}
