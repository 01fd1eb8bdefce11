package org.meanwhile.job.run;

import org.meanwhile.database.Dialect;

/**
 * The statements of runs, with those of one database in {@link H2RunSql} and {@link
 * PostgresRunSql}.
 *
 * <p>A write of one job that a lease guards finds it by the id. {@code status IS NOT DISTINCT FROM
 * 'RUNNING'} keeps PostgreSQL from the partial index of running jobs: its statistics seldom know of
 * any, so that index seems to be empty, while it has an entry of each job that ended since the last
 * vacuum.
 */
public final class RunSql {
  private RunSql() {}

  /**
   * Claims waiting jobs of a caller, the most urgent first, and returns them with their input, file
   * and checkpoint. Parameters: the node, the caller, an array of operations, the most rows, the
   * node again.
   */
  public static String claim(Dialect dialect) {
    return dialect.choose(H2RunSql.CLAIM, PostgresRunSql.CLAIM);
  }

  /**
   * Ends runs and returns the id, claim, status, caller and operation of each job that ended,
   * whether it has a callback, whether it has left its run, and whether others may share the run.
   * Guarded by the lease. A job that has left, or whose cancellation was requested, ends as
   * canceled, whatever its run reported. Parameters, each an array: id, node, claim, status wanted,
   * progress (done, total, unit, message), error (status, code, message).
   */
  static String complete(Dialect dialect) {
    return dialect.choose(H2RunSql.COMPLETE, PostgresRunSql.COMPLETE);
  }

  /**
   * Locks jobs that their deadline ends, the longest passed first. Parameters: the margin for
   * running jobs in milliseconds, the most rows.
   */
  static String deadlinePassed(Dialect dialect) {
    return dialect.choose(H2RunSql.DEADLINE_PASSED, PostgresRunSql.DEADLINE_PASSED);
  }

  static final String RELEASED_TOO_LATE =
      """
      SELECT id, owner, claim, status, caller, operation, callback FROM job
       WHERE id = ? AND claim = ? AND status = 'WAITING'
         AND deadline_at <= COALESCE(held_run_at, run_at)
      """;

  /** Of a job that no node owns: it waits, or is a group whose members run. */
  static final String FAIL_WAITING =
      """
      UPDATE job SET status = 'FAILED', finished_at = CURRENT_TIMESTAMP,
             expires_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             purge_at = CURRENT_TIMESTAMP + retain_ms * INTERVAL '0.001' SECOND,
             gone_at = CURRENT_TIMESTAMP + (retain_ms + tombstone_ms) * INTERVAL '0.001' SECOND,
             error_status = ?, error_code = ?, error_message = ?, version = version + 1
       WHERE id = ANY (?) AND finished_at IS NULL AND owner IS NULL
      """;

  static final String SCHEDULED_DUE =
      """
      SELECT id FROM job
       WHERE status = 'WAITING' AND scheduled = TRUE AND run_at <= CURRENT_TIMESTAMP
       ORDER BY run_at FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED
      """;

  static final String PROMOTE = "UPDATE job SET scheduled = FALSE WHERE id = ANY (?)";

  public static final String NODE_JOIN =
      """
      INSERT INTO node (incarnation, name, started_at, seen_at, alive)
      VALUES (?, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, TRUE)
      """;

  /** A node that starts over goes on draining. Parameters: the former incarnation, the new one. */
  static final String NODE_INHERIT =
      """
      UPDATE node SET draining = (SELECT f.draining FROM node f WHERE f.incarnation = ?)
       WHERE incarnation = ?
      """;

  static final String NODE_DRAINING =
      "SELECT COALESCE(draining, FALSE) FROM node WHERE incarnation = ?";

  static final String NODE_DRAIN =
      """
      UPDATE node SET draining = ?
       WHERE incarnation = ? AND alive AND seen_at < TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'
         AND seen_at > CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  /** {@link org.meanwhile.job.Lease#WORKERS} is not seen: it is in the far future. */
  private static final String NODE_STATE =
      """
      SELECT incarnation, name, roles, slots, slots_taken, started_at, seen_at,
             (alive AND seen_at > CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND)
               AS lives,
             COALESCE(draining, FALSE) AS drains
        FROM node
       WHERE seen_at < TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'
      """;

  /** Parameters: after how many milliseconds a node counts as dead, the incarnation. */
  static final String NODE_OF_ID = NODE_STATE + " AND incarnation = ?";

  /**
   * Nodes that are alive, and those that were seen within 15 minutes. Parameters: after how many
   * milliseconds a node counts as dead, the most rows.
   */
  static final String NODES_SHOWN =
      NODE_STATE
          + """
               AND (alive OR seen_at > CURRENT_TIMESTAMP - INTERVAL '15' MINUTE)
             ORDER BY lives DESC, name, started_at, incarnation FETCH FIRST ? ROWS ONLY
            """;

  static final String NODE_BEAT =
      "UPDATE node SET seen_at = CURRENT_TIMESTAMP WHERE incarnation = ? AND alive";

  static final String NODE_LEAVE = "UPDATE node SET alive = FALSE WHERE incarnation = ?";

  static final String NODES_SILENT =
      """
      UPDATE node SET alive = FALSE
       WHERE alive AND incarnation <> ?
         AND seen_at < CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
      """;

  /** A dead node is kept for a week, for its name in the history of jobs. */
  static final String NODES_FORGET =
      """
      DELETE FROM node
       WHERE NOT alive AND seen_at < CURRENT_TIMESTAMP - INTERVAL '7' DAY
         AND NOT EXISTS (SELECT 1 FROM job
                          WHERE job.owner = node.incarnation AND job.status = 'RUNNING')
      """;

  /**
   * Jobs that run while their owner is not alive: an invariant, whoever marked the owner dead. Jobs
   * that could not be decided come first, and are skipped by the offset. A group whose members run
   * has no owner.
   */
  static final String ABANDONED =
      """
      SELECT j.id, j.owner, j.claim, j.crashes, j.rerunnable, j.cancel_requested_at
        FROM job j
       WHERE j.status = 'RUNNING' AND j.owner IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM node n WHERE n.incarnation = j.owner AND n.alive)
       ORDER BY j.id OFFSET ? ROWS FETCH FIRST ? ROWS ONLY
      """;

  /**
   * A crash does not count as an attempt. This, TRY_AGAIN and HAND_BACK hold a job whose caller
   * wants it suspended, as {@code Job.suspend} holds one that waits.
   */
  static final String RELEASE_CRASHED =
      """
      UPDATE job SET status = 'WAITING', owner = NULL, started_at = NULL,
             run_at = CASE WHEN suspended_at IS NULL THEN CURRENT_TIMESTAMP
                           ELSE TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' END,
             held_run_at = CASE WHEN suspended_at IS NOT NULL THEN CURRENT_TIMESTAMP END,
             scheduled = (suspended_at IS NOT NULL),
             crashes = crashes + 1, attempt = attempt - 1, version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status IS NOT DISTINCT FROM 'RUNNING'
         AND cancel_requested_at IS NULL
      """;

  static final String CRASHES_OF_LEASE =
      """
      SELECT crashes FROM job
       WHERE id = ? AND owner = ? AND claim = ? AND status IS NOT DISTINCT FROM 'RUNNING'
      """;

  static final String LEASES_OF_NODE =
      """
      SELECT id, claim, cancel_requested_at, suspended_at, timeout_ms,
             CAST(EXTRACT(EPOCH FROM (deadline_at - CURRENT_TIMESTAMP)) * 1000 AS BIGINT)
               AS until_deadline_ms
        FROM job WHERE owner = ? AND status = 'RUNNING'
      """;

  /** The progress of a run that its own job has left is nothing that its caller sees. */
  public static final String PROGRESS =
      """
      UPDATE job SET progress_at = CASE WHEN progress_done = CAST(? AS BIGINT) THEN progress_at
                                        ELSE CURRENT_TIMESTAMP END,
             progress_done = ?, progress_total = ?, progress_unit = ?, progress_message = ?,
             progress_per_second = ?, progress_gap_ms = ?,
             version = version + CASE WHEN left_at IS NULL THEN 1 ELSE 0 END
       WHERE id = ? AND owner = ? AND claim = ? AND status IS NOT DISTINCT FROM 'RUNNING'
      """;

  static final String CHECKPOINT_UPDATE =
      """
      UPDATE checkpoint SET state = ?
       WHERE job_id = (SELECT id FROM job WHERE id = ? AND owner = ? AND claim = ?
                          AND status IS NOT DISTINCT FROM 'RUNNING')
      """;

  static final String CHECKPOINT_INSERT =
      """
      INSERT INTO checkpoint (job_id, state)
      SELECT id, ? FROM job
       WHERE id = ? AND owner = ? AND claim = ? AND status IS NOT DISTINCT FROM 'RUNNING'
      """;

  static final String CHECKPOINT_DELETE =
      """
      DELETE FROM checkpoint
       WHERE job_id = (SELECT id FROM job WHERE id = ? AND owner = ? AND claim = ?
                          AND status IS NOT DISTINCT FROM 'RUNNING')
      """;

  /** The delay is a parameter twice. */
  static final String TRY_AGAIN =
      """
      UPDATE job SET status = 'WAITING', owner = NULL, started_at = NULL, scheduled = TRUE,
             run_at = CASE WHEN suspended_at IS NULL
                           THEN CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
                           ELSE TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' END,
             held_run_at = CASE WHEN suspended_at IS NOT NULL
                           THEN CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND END,
             version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status IS NOT DISTINCT FROM 'RUNNING'
         AND cancel_requested_at IS NULL
      """;

  /** Returns the job to its old place in the queue, as if it had never been claimed. */
  static final String HAND_BACK =
      """
      UPDATE job SET status = 'WAITING', owner = NULL, started_at = NULL,
             run_at = CASE WHEN suspended_at IS NULL THEN run_at
                           ELSE TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' END,
             held_run_at = CASE WHEN suspended_at IS NOT NULL THEN run_at END,
             scheduled = (suspended_at IS NOT NULL),
             attempt = attempt - 1, version = version + 1
       WHERE id = ? AND owner = ? AND claim = ? AND status IS NOT DISTINCT FROM 'RUNNING'
         AND cancel_requested_at IS NULL
      """;

  /** Reads a job that nobody has claimed since this claim. */
  static final String STATE_OF_CLAIM =
      "SELECT status, caller, operation, error_code FROM job WHERE id = ? AND claim = ?";

  static final String OUTPUTS_INSERT =
      """
      INSERT INTO output (job_id, content_id, inline_content, media_type, name, size_bytes, sha256,
                          caller, created_at, shared_of)
      SELECT r.job_id, r.content_id, r.inline_content, r.media_type, r.name, r.size_bytes, r.sha256,
             r.caller, CURRENT_TIMESTAMP, r.shared_of
        FROM UNNEST(CAST(? AS uuid ARRAY), CAST(? AS uuid ARRAY), CAST(? AS bytea ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY), CAST(? AS bigint ARRAY),
                    CAST(? AS varchar ARRAY), CAST(? AS varchar ARRAY), CAST(? AS uuid ARRAY))
          AS r (job_id, content_id, inline_content, media_type, name, size_bytes, sha256, caller,
                shared_of)
      """;

  static final String CONTENTS_KEEP =
      "UPDATE content SET state = 'KEPT' WHERE id = ANY (?) AND state = 'STAGED'";

  /** Reads the start of one claim; it does not change while the claim holds. */
  static final String ATTEMPT_START = "SELECT started_at FROM job WHERE id = ? AND claim = ?";

  /**
   * To be executed after the lease was released. The run ended so many milliseconds ago; one of
   * which nothing was heard, at its node's last heartbeat, but not before its start.
   */
  static final String ATTEMPT_INSERT =
      """
      INSERT INTO attempt (job_id, claim, number, node, started_at, ended_at, outcome, error_code,
                           error_message)
      SELECT j.id, j.claim, j.attempt + CAST(? AS integer),
             COALESCE(w.worker, n.name, ''), r.started_at,
             CASE WHEN r.ended_at > r.started_at THEN r.ended_at
                  ELSE COALESCE(r.started_at, r.ended_at) END,
             CAST(? AS varchar(12)), CAST(? AS varchar(64)), CAST(? AS varchar)
        FROM job j
        LEFT JOIN node n ON n.incarnation = ?
        LEFT JOIN worker_lease w ON w.job_id = j.id AND w.claim = j.claim
       CROSS JOIN (
         SELECT CAST(? AS timestamp with time zone) AS started_at,
                COALESCE((SELECT CASE WHEN l.seen_at < CURRENT_TIMESTAMP THEN l.seen_at END
                            FROM node l WHERE l.incarnation = CAST(? AS uuid)),
                         CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND)
                  AS ended_at) r
       WHERE j.id = ?
      """;

  static final String ATTEMPTS =
      """
      SELECT number, node, started_at, ended_at, outcome, error_code, error_message
        FROM attempt WHERE job_id = ? ORDER BY claim DESC FETCH FIRST ? ROWS ONLY
      """;

  /** A job that has ended keeps its owner; a waiting job has none. */
  static final String NODE_OF_JOB =
      """
      SELECT COALESCE(w.worker, n.name) AS name, OCTET_LENGTH(k.state) AS checkpoint_bytes
        FROM job j LEFT JOIN node n ON n.incarnation = j.owner
        LEFT JOIN worker_lease w ON w.job_id = j.id AND w.claim = j.claim AND j.owner IS NOT NULL
        LEFT JOIN checkpoint k ON k.job_id = j.id
       WHERE j.id = ?
      """;
}
