package org.meanwhile.job.submit;

public final class SubmitSql {
  private SubmitSql() {}

  /**
   * A group is held, as a job that waits for others is: it takes no slot while its members run. So
   * is a job that shares the run of another one.
   */
  public static final String JOBS_INSERT =
      """
      INSERT INTO job (id, operation, caller, status, priority, run_at, attempt, max_attempts,
                       crashes, rerunnable, claim, version, created_at, timeout_ms, retain_ms,
                       tombstone_ms, labels, idempotency_key, fingerprint, callback, deadline_at,
                       scheduled, rerun_of, group_id, schedule, waits_for, held_run_at,
                       caller_groups, group_position, reused_as, reused_of)
      SELECT n.id, n.operation, n.caller, 'WAITING', n.priority,
             CASE WHEN n.waits_for IS NULL AND n.operation <> 'group' AND n.reused_of IS NULL
                  THEN n.run_at
                  ELSE TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' END,
             0, n.max_attempts, 0, n.rerunnable, 0, 1, n.created_at, n.timeout_ms, n.retain_ms,
             n.tombstone_ms, n.labels, n.idempotency_key, n.fingerprint, n.callback,
             n.deadline_at,
             n.waits_for IS NOT NULL OR n.operation = 'group' OR n.reused_of IS NOT NULL
               OR n.run_at > CURRENT_TIMESTAMP,
             n.rerun_of, n.group_id, n.schedule, n.waits_for,
             CASE WHEN n.waits_for IS NOT NULL OR n.operation = 'group' OR n.reused_of IS NOT NULL
                  THEN n.run_at END,
             n.caller_groups, n.group_position, n.reused_as, n.reused_of
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS integer ARRAY), CAST(? AS timestamp with time zone ARRAY),
                    CAST(? AS integer ARRAY), CAST(? AS boolean ARRAY),
                    CAST(? AS timestamp with time zone ARRAY), CAST(? AS bigint ARRAY),
                    CAST(? AS bigint ARRAY), CAST(? AS bigint ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY), CAST(? AS boolean ARRAY),
                    CAST(? AS timestamp with time zone ARRAY), CAST(? AS uuid ARRAY),
                    CAST(? AS uuid ARRAY), CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS integer ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS uuid ARRAY))
          AS n (id, operation, caller, priority, run_at, max_attempts, rerunnable, created_at,
                timeout_ms, retain_ms, tombstone_ms, labels, idempotency_key, fingerprint,
                callback, deadline_at, rerun_of, group_id, schedule, waits_for,
                caller_groups, group_position, reused_as, reused_of)
      """;

  static final String AFTER_INSERT =
      """
      INSERT INTO job_after (child, parent, position, on_end, gives_file)
      SELECT n.child, n.parent, n.position, n.on_end, n.gives_file
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS uuid ARRAY), CAST(? AS integer ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS boolean ARRAY))
          AS n (child, parent, position, on_end, gives_file)
      """;

  static final String EARLIER_BY_KEY =
      """
      SELECT j.id, j.caller, j.idempotency_key, j.fingerprint,
             COALESCE(j.gone_at <= CURRENT_TIMESTAMP, FALSE) AS gone
        FROM UNNEST(CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY)) AS k (caller, name)
        JOIN job j ON j.caller = k.caller AND j.idempotency_key = k.name
      """;

  static final String EARLIER_BY_ID =
      """
      SELECT j.id, j.caller, j.fingerprint,
             COALESCE(j.gone_at <= CURRENT_TIMESTAMP, FALSE) AS gone
        FROM job j WHERE j.id = ANY (?)
      """;

  static final String REQUESTS_INSERT =
      """
      INSERT INTO job_request (job_id, input, caller, created_at, traceparent, tracestate, has_file,
                               reuse_key)
      SELECT n.id, n.input, n.caller, n.created_at, n.traceparent, n.tracestate, n.has_file,
             n.reuse_key
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS timestamp with time zone ARRAY), CAST(? AS varchar ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS boolean ARRAY), CAST(? AS varchar ARRAY))
          AS n (id, input, caller, created_at, traceparent, tracestate, has_file, reuse_key)
      """;

  static final String FILE_INSERT =
      """
      INSERT INTO job_file (job_id, content_id, name, media_type, size_bytes, sha256)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  /** Locks it, which keeps a purge of the other job out until this one refers to it, too. */
  static final String CONTENT_SHARE =
      "UPDATE content SET state = 'KEPT' WHERE id = ? AND state = 'KEPT'";

  /** What a job was made of. */
  static final String KEPT_REQUEST =
      """
      SELECT r.input, r.has_file, f.content_id, f.name, f.media_type, f.size_bytes, f.sha256,
             k.url, k.receiver, k.secret, k.secrets, k.base
        FROM job_request r
        LEFT JOIN job_file f ON f.job_id = r.job_id
        LEFT JOIN job_callback k ON k.job_id = r.job_id
       WHERE r.job_id = ?
      """;

  public static final String CONTENT_KEEP =
      "UPDATE content SET state = 'KEPT' WHERE id = ? AND state = 'STAGED'";
}
