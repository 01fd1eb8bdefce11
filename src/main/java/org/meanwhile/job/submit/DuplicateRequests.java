package org.meanwhile.job.submit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.retention.JobCleaner;
import org.meanwhile.job.submit.Submission.Outcome;

/**
 * The stored jobs that some requests may be repeating, and those that earlier requests of the same
 * batch make.
 *
 * <p>This is only a look, which spares a failed insert. A request that is stored at the same time,
 * on this node or another, is found by the database's constraints; then the caller looks again.
 */
final class DuplicateRequests {

  /**
   * What an earlier request means for this one.
   *
   * @param outcome any but {@link Outcome#CREATED}
   */
  record Earlier(JobId job, Outcome outcome) {}

  private record Original(UUID job, String caller, String fingerprint) {}

  private record StoredOriginal(Object name, Original original, boolean expired) {}

  /** A key belongs to its caller; ids are shared by all callers. */
  private record Key(String caller, String key) {}

  private final Map<Object, Original> originals = new HashMap<>();

  /** Jobs whose records have expired: they keep a key or an id from use until they are deleted. */
  private final List<UUID> expired = new ArrayList<>();

  private DuplicateRequests() {}

  /** Looks for the stored originals of these requests: a statement for keys and one for ids. */
  static DuplicateRequests read(Connection c, List<RequestIdentity> requests) throws SQLException {
    DuplicateRequests duplicates = new DuplicateRequests();
    for (StoredOriginal stored : stored(c, requests)) {
      if (stored.expired()) {
        duplicates.expired.add(stored.original().job());
      } else {
        duplicates.originals.put(stored.name(), stored.original());
      }
    }
    return duplicates;
  }

  /**
   * The same for requests that are about to be stored. Deletes the expired records that are in
   * their way, as the purge would have done some time.
   */
  static DuplicateRequests readAndForget(Connection c, List<NewJob> requests) throws SQLException {
    DuplicateRequests duplicates = read(c, requests.stream().map(NewJob::identity).toList());
    JobCleaner.forget(c, duplicates.expired);
    return duplicates;
  }

  private static List<StoredOriginal> stored(Connection c, List<RequestIdentity> requests)
      throws SQLException {
    List<StoredOriginal> all = new ArrayList<>();
    List<RequestIdentity> withKey = requests.stream().filter(r -> key(r) != null).toList();
    if (!withKey.isEmpty()) {
      Columns<RequestIdentity> columns = new Columns<>(c, withKey);
      all.addAll(
          Rows.query(
              c,
              SubmitSql.EARLIER_BY_KEY,
              row ->
                  original(new Key(row.getString("caller"), row.getString("idempotency_key")), row),
              columns.texts(RequestIdentity::caller),
              columns.texts(DuplicateRequests::key)));
    }
    List<RequestIdentity> withId = requests.stream().filter(r -> r.idempotency().byId()).toList();
    if (!withId.isEmpty()) {
      all.addAll(
          Rows.query(
              c,
              SubmitSql.EARLIER_BY_ID,
              row -> original(Rows.uuid(row, "id"), row),
              new Columns<>(c, withId).uuids(r -> r.id().value())));
    }
    return all;
  }

  private static StoredOriginal original(Object name, ResultSet row) throws SQLException {
    Original original =
        new Original(Rows.uuid(row, "id"), row.getString("caller"), row.getString("fingerprint"));
    return new StoredOriginal(name, original, row.getBoolean("gone"));
  }

  private static String key(RequestIdentity request) {
    return request.idempotency().key().orElse(null);
  }

  private static Object name(RequestIdentity request) {
    return request.idempotency().byId()
        ? request.id().value()
        : new Key(request.caller(), key(request));
  }

  /** The job of an earlier request with the same key or id; empty when there is none. */
  Optional<Earlier> earlier(RequestIdentity request) {
    if (!request.idempotency().mayRepeat()) {
      return Optional.empty();
    }
    return Optional.ofNullable(originals.get(name(request)))
        .map(original -> new Earlier(new JobId(original.job()), outcome(request, original)));
  }

  private static Outcome outcome(RequestIdentity request, Original original) {
    if (!original.caller().equals(request.caller())) {
      return Outcome.NOT_YOURS;
    }
    return request.idempotency().fingerprint().equals(original.fingerprint())
        ? Outcome.REPEATED
        : Outcome.DIFFERENT;
  }

  /** The request makes its job: later ones of the same batch with its key or id repeat it. */
  void add(RequestIdentity request) {
    if (request.idempotency().mayRepeat()) {
      String fingerprint = request.idempotency().fingerprint();
      originals.put(
          name(request), new Original(request.id().value(), request.caller(), fingerprint));
    }
  }
}
