package org.meanwhile.job.submit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.retention.JobCleaner;
import org.meanwhile.job.submit.Submission.Outcome;

/**
 * The jobs that requests may be repeating: those stored before, and those of the same batch.
 *
 * <p>Only a look, which spares a failure. Whoever stores the same at the same time is found by the
 * database's constraints, on this node or another; then one looks again.
 */
final class DuplicateRequests {

  private record Made(UUID id, String caller, String fingerprint) {}

  private record Found(Object name, Made made, boolean gone) {}

  /** A key is its caller's own; ids are everybody's. */
  private record Key(String caller, String key) {}

  private final Map<Object, Made> made = new HashMap<>();

  /** Looks for them. Records that are over, and only not purged yet, are purged. */
  static DuplicateRequests than(Connection c, List<RequestIdentity> requests) throws SQLException {
    DuplicateRequests earlier = new DuplicateRequests();
    List<UUID> gone = new ArrayList<>();
    for (Found found : stored(c, requests)) {
      if (found.gone()) {
        gone.add(found.made().id());
      } else {
        earlier.made.put(found.name(), found.made());
      }
    }
    JobCleaner.forget(c, gone);
    return earlier;
  }

  private static List<Found> stored(Connection c, List<RequestIdentity> requests)
      throws SQLException {
    List<Found> all = new ArrayList<>();
    List<RequestIdentity> keyed = requests.stream().filter(r -> key(r) != null).toList();
    if (!keyed.isEmpty()) {
      Columns<RequestIdentity> columns = new Columns<>(c, keyed);
      all.addAll(
          Rows.query(
              c,
              SubmitSql.EARLIER_BY_KEY,
              row -> found(new Key(row.getString("caller"), row.getString("idempotency_key")), row),
              columns.texts(RequestIdentity::caller),
              columns.texts(DuplicateRequests::key)));
    }
    List<RequestIdentity> named = requests.stream().filter(r -> r.idempotency().named()).toList();
    if (!named.isEmpty()) {
      all.addAll(
          Rows.query(
              c,
              SubmitSql.EARLIER_BY_ID,
              row -> found(Rows.uuid(row, "id"), row),
              new Columns<>(c, named).uuids(r -> r.id().value())));
    }
    return all;
  }

  private static Found found(Object name, ResultSet row) throws SQLException {
    Made made =
        new Made(Rows.uuid(row, "id"), row.getString("caller"), row.getString("fingerprint"));
    return new Found(name, made, row.getBoolean("gone"));
  }

  private static String key(RequestIdentity request) {
    return request.idempotency().key().orElse(null);
  }

  private static Object name(RequestIdentity request) {
    return request.idempotency().named()
        ? request.id().value()
        : new Key(request.caller(), key(request));
  }

  /** What a request is beside those before it; the first of its name makes the job. */
  Outcome judge(RequestIdentity request) {
    if (!request.idempotency().mayRepeat()) {
      return Outcome.CREATED;
    }
    String fingerprint = request.idempotency().fingerprint();
    Made mine = new Made(request.id().value(), request.caller(), fingerprint);
    Made first = made.putIfAbsent(name(request), mine);
    if (first == null) {
      return Outcome.CREATED;
    }
    if (!first.caller().equals(request.caller())) {
      return Outcome.NOT_YOURS;
    }
    return fingerprint.equals(first.fingerprint()) ? Outcome.REPEATED : Outcome.DIFFERENT;
  }

  /** The job that a request makes or repeats. */
  JobId job(RequestIdentity request) {
    return request.idempotency().mayRepeat()
        ? new JobId(made.get(name(request)).id())
        : request.id();
  }
}
