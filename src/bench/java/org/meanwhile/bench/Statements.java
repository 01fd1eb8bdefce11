package org.meanwhile.bench;

import java.time.Duration;
import java.util.List;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.Wait;

/**
 * Counts the statements (each BEGIN and COMMIT is a statement too) and transactions per drained
 * job, including those of the node's background work.
 */
final class Statements implements Measurement {
  /** An idle session reports its statistics within ten seconds. */
  private static final Duration REPORT_DELAY = Duration.ofSeconds(12);

  private static final String CALLS =
      """
      SELECT coalesce(sum(s.calls), 0)::bigint
        FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
       WHERE r.rolname = current_database()
      """;

  /** For each job: calls, microseconds of the database's time, bytes of its log. */
  private static final String MOST_EXPENSIVE =
      """
      SELECT s.calls / ?::float8, s.total_exec_time * 1000 / ?::float8, s.wal_bytes::float8 / ?,
             left(regexp_replace(s.query, '\\s+', ' ', 'g'), 100)
        FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
       WHERE r.rolname = current_database()
       ORDER BY s.total_exec_time DESC LIMIT 12
      """;

  private static final String COMMITS =
      "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";

  @Override
  public List<Figure> measure(Stage stage) {
    int jobs = Sizes.jobs();
    Backlog.jobsPerSecond(stage.host(), jobs);
    Database database = stage.database();
    stage.jobs().clear();
    var due = Backlog.store(stage.host(), jobs, "{}");
    Wait.pause(Duration.between(stage.jobs().now(), due).minus(Duration.ofSeconds(1)));
    database.update("SELECT pg_stat_statements_reset()");
    long commits = database.value(Long.class, COMMITS);
    long ownStatements = database.statements();
    stage.jobs().untilDrained(jobs, due, Duration.ofMinutes(15));
    long statements = database.value(Long.class, CALLS);
    Bench.say("a job: calls, µs, bytes of WAL, statement");
    database
        .query(MOST_EXPENSIVE, jobs, jobs, jobs)
        .forEach(row -> Bench.say("%.4f %6.2f %6.0f %s", row));
    Wait.pause(REPORT_DELAY);
    long transactions = database.value(Long.class, COMMITS) - commits;
    transactions -= database.statements() - ownStatements;
    return List.of(
        figure("statements per drained job", statements / (double) jobs, 0.5),
        figure("transactions per drained job", transactions / (double) jobs, 0.1));
  }

  private static Figure figure(String what, double value, double goal) {
    return Figure.alone(what, "", Samples.of(value), Figure.Goal.atMost(goal));
  }
}
