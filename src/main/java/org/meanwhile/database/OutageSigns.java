package org.meanwhile.database;

import jakarta.transaction.SystemException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.CauseChain;

/**
 * What in an exception chain says that the database cannot do its work now.
 *
 * <p>The driver's exception is rarely on top. JPA and EJB wrap it; a pool that has no connection
 * throws one without a state; JTA drops it when the connection dies at the commit, and keeps no
 * more than the error code of an {@link XAException}; H2 puts a general error over what happened to
 * its file or its heap.
 */
final class OutageSigns {
  /** SQLSTATE classes: connection, resources, intervention, system, and H2's own. */
  private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "90");

  /**
   * SQLSTATE: the server is read-only, as a replica is, before or after a failover; it ended a
   * session that was idle in a transaction, or a transaction that took too long.
   */
  private static final Set<String> STATES = Set.of("25006", "25P03", "25P04");

  /** The store below H2; not referred to by its class, which other databases do not bring. */
  private static final String H2_STORE_FAILURE = "org.h2.mvstore.MVStoreException";

  /**
   * X/Open XA: the resource manager failed, or rolled back because of communication or for its own
   * reasons, or may have committed. The data source is no XA resource; the container plays its
   * part, and reports whatever happened at the commit as one of these.
   */
  private static final Set<Integer> XA_CODES =
      Set.of(
          XAException.XAER_RMERR,
          XAException.XAER_RMFAIL,
          XAException.XA_RBROLLBACK,
          XAException.XA_RBCOMMFAIL,
          XAException.XA_RBOTHER,
          XAException.XA_RBTIMEOUT,
          XAException.XA_RBTRANSIENT,
          XAException.XA_RETRY,
          XAException.XA_HEURHAZ);

  private OutageSigns() {}

  /**
   * @param chain all exceptions of one failure
   */
  static boolean among(List<Throwable> chain) {
    boolean stateless =
        chain.stream().noneMatch(each -> each instanceof SQLException sql && hasState(sql));
    return chain.stream()
        .anyMatch(
            each ->
                isSign(each)
                    || each instanceof SQLException && hasFailedBelow(each)
                    // The pool throws without a state when it has no connection to give.
                    || each instanceof SQLException && stateless);
  }

  private static boolean isSign(Throwable each) {
    if (each instanceof SQLException sql) {
      return isUnavailable(sql.getSQLState());
    }
    if (each instanceof XAException xa) {
      return XA_CODES.contains(xa.errorCode);
    }
    return each instanceof SystemException jta && XA_CODES.contains(jta.errorCode);
  }

  /** Whether a socket, a file, or the heap failed under an exception of the driver. */
  private static boolean hasFailedBelow(Throwable driver) {
    return CauseChain.all(driver).stream()
        .anyMatch(
            each ->
                each instanceof IOException
                    || each instanceof VirtualMachineError
                    || each.getClass().getName().equals(H2_STORE_FAILURE));
  }

  private static boolean hasState(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && state.length() >= 2;
  }

  private static boolean isUnavailable(@Nullable String state) {
    return state != null
        && state.length() >= 2
        && (STATES.contains(state) || CLASSES.contains(state.substring(0, 2)));
  }
}
