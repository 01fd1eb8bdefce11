package org.meanwhile.bench.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * db-scheduler with the polling that its documentation recommends for throughput: it locks jobs
 * when it fetches them, and fetches again before its threads are idle.
 */
final class DbSchedulerPeer implements Peer {
  private static final double FETCH_BELOW = 1.0;
  private static final double FETCH_UP_TO = 4.0;

  private static final String SCHEMA =
      """
      CREATE TABLE scheduled_tasks (
        task_name text NOT NULL,
        task_instance text NOT NULL,
        task_data bytea,
        execution_time timestamp with time zone,
        picked boolean NOT NULL,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint NOT NULL,
        priority smallint,
        state text,
        PRIMARY KEY (task_name, task_instance));
      CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      CREATE INDEX priority_execution_time_idx ON scheduled_tasks (priority DESC, execution_time ASC)
      """;

  private static final String STORE =
      """
      INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
      SELECT 'nothing', gen_random_uuid()::text, now() - n * INTERVAL '1 millisecond', false, 1
        FROM generate_series(1, %d) n
      """;

  private final DataSource source;
  private final Scheduler scheduler;

  DbSchedulerPeer(DataSource source, int workers) throws SQLException {
    this.source = source;
    PeerProcess.execute(source, SCHEMA);
    OneTimeTask<Void> nothing =
        Tasks.oneTime("nothing").execute((instance, context) -> Executions.count());
    scheduler =
        Scheduler.create(source, nothing)
            .threads(workers)
            .pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO)
            .pollingInterval(Duration.ofMillis(100))
            .build();
    scheduler.start();
    scheduler.pause();
  }

  @Override
  public void store(int jobs) throws SQLException {
    PeerProcess.execute(source, STORE.formatted(jobs));
  }

  @Override
  public void start() {
    scheduler.resume();
  }

  @Override
  public void pause() {
    scheduler.pause();
  }
}
