package org.meanwhile.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.meanwhile.platform.TraceContext;

/** The stored form of a request's trace: the columns {@code traceparent} and {@code tracestate}. */
public final class Traces {
  private Traces() {}

  /** Reads both columns; empty when the request was part of no trace. */
  public static Optional<TraceContext> read(ResultSet row) throws SQLException {
    Optional<String> state = Optional.ofNullable(row.getString(TraceContext.STATE));
    return Optional.ofNullable(row.getString(TraceContext.PARENT))
        .map(parent -> new TraceContext(parent, state));
  }
}
