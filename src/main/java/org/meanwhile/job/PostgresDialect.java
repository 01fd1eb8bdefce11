package org.meanwhile.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** PostgreSQL 15 and later. */
final class PostgresDialect implements Dialect {
  /**
   * The ids as an array: it is made once, so no more is claimed than was asked for, and as the
   * planner supposes it short, jobs are looked up in the index, however many are claimed. By a join
   * they would be looked for in the whole table when they are hundreds.
   */
  private static final String CLAIM =
      """
      WITH j AS (
        UPDATE job SET status = 'RUNNING', owner = ?, claim = claim + 1, attempt = attempt + 1,
               started_at = CURRENT_TIMESTAMP, version = version + 1,
               progress_done = NULL, progress_total = NULL,
               progress_unit = NULL, progress_message = NULL
         WHERE id = ANY (ARRAY(
                 SELECT w.id FROM job w
                  WHERE w.status = 'WAITING' AND w.scheduled = FALSE
                    AND w.run_at <= CURRENT_TIMESTAMP AND w.caller = ? AND w.operation = ANY (?)
                  ORDER BY w.priority DESC, w.run_at, w.id
                  LIMIT ?
                  FOR UPDATE OF w SKIP LOCKED))
           AND EXISTS (SELECT 1 FROM node n WHERE n.incarnation = ? AND n.alive)
        RETURNING *)
      SELECT j.id, j.claim, j.operation, j.caller, j.attempt, j.max_attempts, j.timeout_ms,
             CAST(EXTRACT(EPOCH FROM (j.started_at - j.run_at)) * 1000 AS bigint) AS waited_ms,
             r.input, f.content_id, f.name, f.media_type, f.size_bytes, k.state
        FROM j
        JOIN job_request r ON r.job_id = j.id
        LEFT JOIN job_file f ON f.job_id = j.id
        LEFT JOIN checkpoint k ON k.job_id = j.id
       ORDER BY j.priority DESC, j.run_at, j.id
      """;

  private static final String FINISH =
      """
      UPDATE job SET status = CASE WHEN cancel_requested_at IS NULL THEN f.status ELSE 'CANCELED' END,
             finished_at = CURRENT_TIMESTAMP,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             purge_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP
                     + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND,
             progress_done = f.done, progress_total = f.total, progress_unit = f.unit,
             progress_message = f.message,
             error_status = CASE WHEN cancel_requested_at IS NULL THEN f.error_status END,
             error_code = CASE WHEN cancel_requested_at IS NULL THEN f.error_code END,
             error_message = CASE WHEN cancel_requested_at IS NULL THEN f.error_message END,
             version = version + 1
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS uuid ARRAY), CAST(? AS bigint ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS bigint ARRAY), CAST(? AS bigint ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY), CAST(? AS integer ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY))
          AS f (id, owner, claim, status, done, total, unit, message,
                error_status, error_code, error_message)
       WHERE job.id = f.id AND job.owner = f.owner AND job.claim = f.claim
         AND job.status = 'RUNNING'
         AND (job.cancel_requested_at IS NOT NULL OR f.status <> 'CANCELED')
      RETURNING job.id, job.claim, job.status, job.caller, job.callback
      """;

  /** From one entry of the index to the next caller's, however many jobs each has. */
  private static final String WAITING_CALLERS =
      """
      WITH RECURSIVE c (caller) AS (
        (SELECT j.caller FROM job j
          WHERE j.status = 'WAITING' AND j.scheduled = FALSE AND j.caller > ?
          ORDER BY j.caller LIMIT 1)
        UNION ALL
        SELECT (SELECT j.caller FROM job j
                 WHERE j.status = 'WAITING' AND j.scheduled = FALSE AND j.caller > c.caller
                 ORDER BY j.caller LIMIT 1)
          FROM c WHERE c.caller IS NOT NULL)
      SELECT caller FROM c WHERE caller IS NOT NULL LIMIT ?
      """;

  private static final String CLAIM_DELIVERIES =
      """
      WITH due AS MATERIALIZED (
        SELECT d.id, CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND AS until,
               CASE WHEN d.claimed THEN d.next_at END AS ran_out
          FROM delivery d
         WHERE d.state = 'PENDING' AND d.next_at <= CURRENT_TIMESTAMP
           AND NOT (d.receiver = ANY (?))
         ORDER BY d.next_at
         LIMIT ?
         FOR UPDATE SKIP LOCKED),
      c AS (
        UPDATE delivery SET claim = claim + 1, claimed = TRUE, next_at = due.until
          FROM due WHERE delivery.id = due.id
        RETURNING delivery.*)
      SELECT c.id, c.claim, c.job_id, c.receiver, c.failures, c.body, k.url, k.secret, k.base,
             due.ran_out
        FROM c JOIN due ON due.id = c.id JOIN job_callback k ON k.job_id = c.job_id
      """;

  /** How far the log is written; not how far it is flushed, which may be less than is committed. */
  static final String WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')";

  /** How far a replica has replayed it, null on a database that is none; and since when it runs. */
  static final String REPLAYED =
      "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), pg_postmaster_start_time()";

  @Override
  public String migrations() {
    return "db/migration/postgresql";
  }

  @Override
  public String claim() {
    return CLAIM;
  }

  @Override
  public List<String> waitingCallers(Connection c, String after, int most) throws SQLException {
    return Rows.query(c, WAITING_CALLERS, row -> row.getString(1), after, most);
  }

  @Override
  public String finish() {
    return FINISH;
  }

  @Override
  public String claimDeliveries() {
    return CLAIM_DELIVERIES;
  }

  @Override
  public boolean listsByRequest() {
    return true;
  }

  @Override
  public boolean claimsOneByOne() {
    return false;
  }

  @Override
  public boolean exclusive() {
    return false;
  }
}
