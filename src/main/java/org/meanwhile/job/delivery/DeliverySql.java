package org.meanwhile.job.delivery;

import org.meanwhile.database.Dialect;

public final class DeliverySql {
  private DeliverySql() {}

  /** Skips along the index, however many deliveries the callers before have. */
  static final String NEXT_CALLER_ON_H2 =
      """
      SELECT d.caller, d.next_at <= CURRENT_TIMESTAMP AS due FROM delivery d
       WHERE d.state = 'PENDING' AND d.caller > ?
       ORDER BY d.state, d.caller, d.next_at FETCH FIRST ROW ONLY
      """;

  /**
   * Skips in the index from one caller to the next; of each it reads the delivery that is due
   * first, however many others wait for another attempt.
   */
  static final String DUE_CALLERS_ON_POSTGRESQL =
      """
      WITH RECURSIVE c (caller, next_at) AS (
        (SELECT d.caller, d.next_at FROM delivery d
          WHERE d.state = 'PENDING' AND d.caller > ?
          ORDER BY d.caller, d.next_at LIMIT 1)
        UNION ALL
        SELECT n.caller, n.next_at
          FROM c, LATERAL (SELECT d.caller, d.next_at FROM delivery d
                            WHERE d.state = 'PENDING' AND d.caller > c.caller
                            ORDER BY d.caller, d.next_at LIMIT 1) n)
      SELECT caller FROM c WHERE next_at <= CURRENT_TIMESTAMP LIMIT ?
      """;

  /**
   * Claims due deliveries of a caller, the longest due first, with their callback; {@code ran_out}
   * is the end of an earlier claim whose result is unknown. Parameters: the lease in milliseconds,
   * the caller, an array of receivers to skip, the most rows.
   */
  static String claim(Dialect dialect) {
    return dialect.choose(CLAIM_ON_H2, CLAIM_ON_POSTGRESQL);
  }

  /** Returns the old rows: the new ones no longer tell whether and until when they were claimed. */
  private static final String CLAIM_ON_H2 =
      """
      SELECT c.id, c.claim + 1 AS claim, c.job_id, c.caller, c.receiver, c.failures, c.body,
             k.url, k.secret, k.secrets, k.base, q.traceparent, q.tracestate,
             CASE WHEN c.claimed THEN c.next_at END AS ran_out
        FROM OLD TABLE (
          UPDATE delivery SET claim = claim + 1, claimed = TRUE,
                 next_at = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
           WHERE id IN (
             SELECT d.id FROM delivery d
              WHERE d.state = 'PENDING' AND d.caller = ? AND d.next_at <= CURRENT_TIMESTAMP
                AND NOT (d.receiver = ANY (?))
              ORDER BY d.state, d.caller, d.next_at
              FETCH FIRST ? ROWS ONLY)
             AND state = 'PENDING' AND next_at <= CURRENT_TIMESTAMP) c
        JOIN job_callback k ON k.job_id = c.job_id
        LEFT JOIN job_request q ON q.job_id = c.job_id
      """;

  private static final String CLAIM_ON_POSTGRESQL =
      """
      WITH due AS MATERIALIZED (
        SELECT d.id, CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND AS until,
               CASE WHEN d.claimed THEN d.next_at END AS ran_out
          FROM delivery d
         WHERE d.state = 'PENDING' AND d.caller = ? AND d.next_at <= CURRENT_TIMESTAMP
           AND NOT (d.receiver = ANY (?))
         ORDER BY d.next_at
         LIMIT ?
         FOR UPDATE SKIP LOCKED),
      c AS (
        UPDATE delivery SET claim = claim + 1, claimed = TRUE, next_at = due.until
          FROM due WHERE delivery.id = due.id
        RETURNING delivery.*)
      SELECT c.id, c.claim, c.job_id, c.caller, c.receiver, c.failures, c.body,
             k.url, k.secret, k.secrets, k.base, q.traceparent, q.tracestate, due.ran_out
        FROM c JOIN due ON due.id = c.id JOIN job_callback k ON k.job_id = c.job_id
        LEFT JOIN job_request q ON q.job_id = c.job_id
      """;

  public static final String CALLBACKS_INSERT =
      """
      INSERT INTO job_callback (job_id, url, receiver, secret, secrets, base)
      SELECT n.job_id, n.url, n.receiver, n.secret, n.secrets, n.base
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY))
          AS n (job_id, url, receiver, secret, secrets, base)
      """;

  /** Without secrets. Parameters: URL, receiver, base, job. */
  public static final String CALLBACK_INSERT =
      """
      INSERT INTO job_callback (url, receiver, base, job_id)
      VALUES (?, ?, ?, ?)
      """;

  /** Leaves the secrets as they are. Parameters: URL, receiver, base, job. */
  public static final String CALLBACK_MOVE =
      "UPDATE job_callback SET url = ?, receiver = ?, base = ? WHERE job_id = ?";

  /** Parameters: the two values of {@link SecretSeal.Stored}, job. */
  public static final String CALLBACK_SECRETS =
      """
      UPDATE job_callback SET secret = CAST(? AS varchar), secrets = CAST(? AS varchar)
       WHERE job_id = ?
      """;

  public static final String CALLBACK_DELETE = "DELETE FROM job_callback WHERE job_id = ?";

  /** For jobs that end in the same transaction. */
  static final String DELIVERIES_INSERT =
      """
      INSERT INTO delivery (id, job_id, caller, receiver, state, next_at, claim, claimed, again,
                            tries, failures)
      SELECT n.id, k.job_id, (SELECT j.caller FROM job j WHERE j.id = k.job_id), k.receiver,
             'PENDING', CURRENT_TIMESTAMP, 0, FALSE, FALSE, 0, 0
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS uuid ARRAY)) AS n (id, job_id)
        JOIN job_callback k ON k.job_id = n.job_id
      """;

  /** For one job that ends in the same transaction. */
  public static final String DELIVERY_INSERT =
      """
      INSERT INTO delivery (id, job_id, caller, receiver, state, next_at, claim, claimed, again,
                            tries, failures)
      SELECT CAST(? AS uuid), k.job_id, (SELECT j.caller FROM job j WHERE j.id = k.job_id),
             k.receiver, 'PENDING', CURRENT_TIMESTAMP, 0, FALSE, FALSE, 0, 0
        FROM job_callback k WHERE k.job_id = ?
      """;

  static final String BODY_STORE =
      "UPDATE delivery SET body = ? WHERE id = ? AND claim = ? AND claimed AND body IS NULL";

  /** A redelivery that was requested meanwhile is due at once, whatever the result. */
  static final String ATTEMPT_ENDED =
      """
      UPDATE delivery SET
             state = CASE WHEN again THEN 'PENDING' ELSE ? END,
             next_at = CASE WHEN again THEN CURRENT_TIMESTAMP ELSE
                 CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND END,
             failures = CASE WHEN again THEN 0 ELSE ? END,
             tries = tries + 1, again = FALSE, claimed = FALSE
       WHERE id = ? AND claim = ? AND claimed
      """;

  static final String ATTEMPT_INSERT =
      """
      INSERT INTO delivery_try (delivery_id, seq, began_at, latency_ms, status, error)
      SELECT d.id, d.tries,
             CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             CAST(? AS BIGINT), CAST(? AS SMALLINT), CAST(? AS VARCHAR)
        FROM delivery d WHERE d.id = ?
      """;

  /** Counts an attempt whose claim ran out. */
  static final String ATTEMPT_LOST = "UPDATE delivery SET tries = tries + 1 WHERE id = ?";

  /** The attempt began when it was claimed. */
  static final String ATTEMPT_LOST_INSERT =
      """
      INSERT INTO delivery_try (delivery_id, seq, began_at, latency_ms, error)
      SELECT d.id, d.tries,
             CAST(? AS TIMESTAMP WITH TIME ZONE) - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
             CAST(? AS BIGINT), CAST(? AS VARCHAR)
        FROM delivery d WHERE d.id = ?
      """;

  static final String RELEASE =
      """
      UPDATE delivery SET next_at = CURRENT_TIMESTAMP, claimed = FALSE, again = FALSE
       WHERE id = ? AND claim = ? AND claimed
      """;

  /** A delivery that is being sent now is sent again afterwards, not at the same time. */
  static final String REDELIVER =
      """
      UPDATE delivery SET state = 'PENDING', failures = 0,
             again = (claimed AND next_at > CURRENT_TIMESTAMP),
             next_at = CASE WHEN claimed AND next_at > CURRENT_TIMESTAMP THEN next_at
                       ELSE CURRENT_TIMESTAMP END
       WHERE job_id = ?
      """;

  /** From the expiry of the job on, whether its secrets are deleted yet or not. */
  static final String SECRETS_GONE =
      """
      SELECT k.job_id FROM job_callback k JOIN job j ON j.id = k.job_id
       WHERE k.job_id = ?
         AND (k.secrets = 'gone'
              OR (k.secret IS NOT NULL OR k.secrets IS NOT NULL)
                 AND j.expires_at <= CURRENT_TIMESTAMP)
      """;

  private static final String SECRETS_UNUSED =
      """
       AND (secret IS NOT NULL OR secrets <> 'gone')
         AND NOT EXISTS (SELECT 1 FROM delivery d
                          WHERE d.job_id = job_callback.job_id AND d.state = 'PENDING')
      """;

  /**
   * For jobs that expire in the same transaction. A delivery that is still to be tried needs its
   * secrets until it is over.
   */
  public static final String SECRETS_DELETE =
      """
      UPDATE job_callback SET secret = NULL, secrets = 'gone' WHERE job_id = ANY (?)
      """
          + SECRETS_UNUSED;

  /** For a delivery that is over, when its job has expired before. */
  static final String EXPIRED_SECRETS_DELETE =
      """
      UPDATE job_callback SET secret = NULL, secrets = 'gone'
       WHERE job_id = (SELECT j.id FROM job j WHERE j.id = ? AND j.expires_at <= CURRENT_TIMESTAMP)
      """
          + SECRETS_UNUSED;

  /** Bounds the log, which any client that may redeliver can make longer. */
  static final String ATTEMPTS_TRIM =
      """
      DELETE FROM delivery_try
       WHERE delivery_id IN (SELECT d.id FROM delivery d WHERE d.job_id = ?)
         AND seq <= (SELECT d.tries - ? FROM delivery d WHERE d.id = delivery_try.delivery_id)
      """;

  static final String LOG =
      """
      SELECT k.url, CASE WHEN j.left_at IS NULL THEN j.status ELSE 'CANCELED' END AS job_status, d.id, d.state, d.next_at,
             COALESCE(d.claimed AND d.next_at > CURRENT_TIMESTAMP, FALSE) AS sending,
             t.seq, t.began_at, t.latency_ms, t.status, t.error
        FROM job_callback k JOIN job j ON j.id = k.job_id
        LEFT JOIN delivery d ON d.job_id = k.job_id
        LEFT JOIN delivery_try t ON t.delivery_id = d.id
       WHERE k.job_id = ?
       ORDER BY d.id, t.seq
      """;

  public static final String CALLBACKS_DELETE = "DELETE FROM job_callback WHERE job_id = ANY (?)";

  /** Their attempts are deleted by cascade. */
  public static final String DELIVERIES_DELETE = "DELETE FROM delivery WHERE job_id = ANY (?)";
}
