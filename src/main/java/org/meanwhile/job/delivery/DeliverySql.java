package org.meanwhile.job.delivery;

import org.meanwhile.database.Dialect;

/**
 * The statements about callbacks, by name. What differs between databases is in {@link Dialect}.
 */
public final class DeliverySql {
  private DeliverySql() {}

  /**
   * Claims due deliveries, the longest due first, with their callback; {@code ran_out} is the end
   * of an earlier claim whose result is unknown. Parameters: the lease in milliseconds, receivers
   * to skip as an array, how many at most.
   */
  static String claim(Dialect dialect) {
    return dialect.choose(CLAIM_ON_H2, CLAIM_ON_POSTGRESQL);
  }

  /** Answers rows as they were: whether and until when they had been claimed is gone after it. */
  private static final String CLAIM_ON_H2 =
      """
      SELECT c.id, c.claim + 1 AS claim, c.job_id, c.receiver, c.failures, c.body,
             k.url, k.secret, k.base, CASE WHEN c.claimed THEN c.next_at END AS ran_out
        FROM OLD TABLE (
          UPDATE delivery SET claim = claim + 1, claimed = TRUE,
                 next_at = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
           WHERE id IN (
             SELECT d.id FROM delivery d
              WHERE d.state = 'PENDING' AND d.next_at <= CURRENT_TIMESTAMP
                AND NOT (d.receiver = ANY (?))
              ORDER BY d.next_at
              FETCH FIRST ? ROWS ONLY)
             AND state = 'PENDING' AND next_at <= CURRENT_TIMESTAMP) c
        JOIN job_callback k ON k.job_id = c.job_id
      """;

  private static final String CLAIM_ON_POSTGRESQL =
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

  public static final String CALLBACKS_INSERT =
      """
      INSERT INTO job_callback (job_id, url, receiver, secret, base)
      SELECT n.job_id, n.url, n.receiver, n.secret, n.base
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY))
          AS n (job_id, url, receiver, secret, base)
      """;

  /** For jobs that end in this very transaction. */
  static final String DELIVERIES_INSERT =
      """
      INSERT INTO delivery (id, job_id, receiver, state, next_at, claim, claimed, again, tries,
                            failures)
      SELECT n.id, k.job_id, k.receiver, 'PENDING', CURRENT_TIMESTAMP, 0, FALSE, FALSE, 0, 0
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS uuid ARRAY)) AS n (id, job_id)
        JOIN job_callback k ON k.job_id = n.job_id
      """;

  /** For one job that ends in this very transaction. */
  public static final String DELIVERY_INSERT =
      """
      INSERT INTO delivery (id, job_id, receiver, state, next_at, claim, claimed, again, tries,
                            failures)
      SELECT CAST(? AS uuid), k.job_id, k.receiver, 'PENDING', CURRENT_TIMESTAMP, 0, FALSE, FALSE,
             0, 0
        FROM job_callback k WHERE k.job_id = ?
      """;

  /** What is sent on each try alike, from the first on. */
  static final String BODY_KEEP =
      "UPDATE delivery SET body = ? WHERE id = ? AND claim = ? AND claimed AND body IS NULL";

  /** Whoever asked for another delivery meanwhile gets it at once, whatever became of this one. */
  static final String TRY_ENDED =
      """
      UPDATE delivery SET
             state = CASE WHEN again THEN 'PENDING' ELSE ? END,
             next_at = CASE WHEN again THEN CURRENT_TIMESTAMP ELSE
                 CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND END,
             failures = CASE WHEN again THEN 0 ELSE ? END,
             tries = tries + 1, again = FALSE, claimed = FALSE
       WHERE id = ? AND claim = ? AND claimed
      """;

  static final String TRY_INSERT =
      """
      INSERT INTO delivery_try (delivery_id, seq, began_at, latency_ms, status, error)
      SELECT d.id, d.tries,
             CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             CAST(? AS BIGINT), CAST(? AS SMALLINT), CAST(? AS VARCHAR)
        FROM delivery d WHERE d.id = ?
      """;

  /** Of one whose claim ran out. */
  static final String TRY_LOST = "UPDATE delivery SET tries = tries + 1 WHERE id = ?";

  /** When it began is known, for that is when it was claimed. */
  static final String TRY_LOST_INSERT =
      """
      INSERT INTO delivery_try (delivery_id, seq, began_at, latency_ms, error)
      SELECT d.id, d.tries,
             CAST(? AS TIMESTAMP WITH TIME ZONE) - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             CAST(? AS BIGINT), CAST(? AS VARCHAR)
        FROM delivery d WHERE d.id = ?
      """;

  static final String GIVE_BACK =
      """
      UPDATE delivery SET next_at = CURRENT_TIMESTAMP, claimed = FALSE, again = FALSE
       WHERE id = ? AND claim = ? AND claimed
      """;

  /** One that is being sent now is sent again after that, not beside it. */
  static final String AGAIN =
      """
      UPDATE delivery SET state = 'PENDING', failures = 0,
             again = (claimed AND next_at > CURRENT_TIMESTAMP),
             next_at = CASE WHEN claimed AND next_at > CURRENT_TIMESTAMP THEN next_at
                       ELSE CURRENT_TIMESTAMP END
       WHERE job_id = ?
      """;

  /** A log that its reader can make longer has an end. */
  static final String TRIES_TRIM =
      """
      DELETE FROM delivery_try
       WHERE delivery_id IN (SELECT d.id FROM delivery d WHERE d.job_id = ?)
         AND seq <= (SELECT d.tries - ? FROM delivery d WHERE d.id = delivery_try.delivery_id)
      """;

  static final String LOG =
      """
      SELECT k.url, j.status AS job_status, d.id, d.state, d.next_at,
             COALESCE(d.claimed AND d.next_at > CURRENT_TIMESTAMP, FALSE) AS sending,
             t.seq, t.began_at, t.latency_ms, t.status, t.error
        FROM job_callback k JOIN job j ON j.id = k.job_id
        LEFT JOIN delivery d ON d.job_id = k.job_id
        LEFT JOIN delivery_try t ON t.delivery_id = d.id
       WHERE k.job_id = ?
       ORDER BY d.id, t.seq
      """;

  public static final String CALLBACKS_DELETE = "DELETE FROM job_callback WHERE job_id = ANY (?)";

  /** Their tries go by cascade. */
  public static final String DELIVERIES_DELETE = "DELETE FROM delivery WHERE job_id = ANY (?)";
}
