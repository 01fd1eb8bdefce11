package org.meanwhile.job;

/** PostgreSQL 14 and later. */
final class PostgresDialect implements Dialect {
  // MATERIALIZED: else the planner may run the inner select more than once, and claim more than was
  // asked for.
  private static final String CLAIM =
      """
      WITH c AS MATERIALIZED (
        SELECT CAST(? AS uuid) AS node, w.id FROM job w
         WHERE w.status = 'WAITING' AND w.run_at <= CURRENT_TIMESTAMP
           AND w.operation = ANY (?)
         ORDER BY w.priority DESC, w.run_at, w.id
         LIMIT ?
         FOR UPDATE OF w SKIP LOCKED),
      j AS (
        UPDATE job SET status = 'RUNNING', owner = c.node, claim = claim + 1, attempt = attempt + 1,
               started_at = CURRENT_TIMESTAMP, version = version + 1,
               progress_done = NULL, progress_total = NULL,
               progress_unit = NULL, progress_message = NULL
          FROM c
         WHERE job.id = c.id
           AND EXISTS (SELECT 1 FROM node n WHERE n.incarnation = ? AND n.alive)
        RETURNING job.*)
      SELECT j.id, j.claim, j.operation, j.attempt, j.max_attempts, j.timeout_ms,
             CAST(EXTRACT(EPOCH FROM (j.started_at - j.run_at)) * 1000 AS bigint) AS waited_ms,
             r.input, f.content_id, f.name, f.media_type, f.size_bytes, k.state
        FROM j
        JOIN job_request r ON r.job_id = j.id
        LEFT JOIN job_file f ON f.job_id = j.id
        LEFT JOIN checkpoint k ON k.job_id = j.id
       ORDER BY j.priority DESC, j.run_at, j.id
      """;

  @Override
  public String migrations() {
    return "db/migration/postgresql";
  }

  @Override
  public String claim() {
    return CLAIM;
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
