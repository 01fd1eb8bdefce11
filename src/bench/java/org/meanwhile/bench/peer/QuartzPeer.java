package org.meanwhile.bench.peer;

import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;

/** Quartz over JDBC, clustered; acquires as many triggers at a time as it has threads. */
final class QuartzPeer implements Peer {
  private final Scheduler scheduler;

  QuartzPeer(DataSource source, String url, String user, int workers, int connections)
      throws Exception {
    String threads = Integer.toString(workers);
    PeerProcess.execute(source, PeerProcess.resource(StdJDBCDelegate.class, "tables_postgres.sql"));
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            "org.quartz.scheduler.instanceId", "AUTO",
            "org.quartz.scheduler.batchTriggerAcquisitionMaxCount", threads,
            "org.quartz.threadPool.threadCount", threads,
            "org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX",
            "org.quartz.jobStore.driverDelegateClass",
                "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate",
            "org.quartz.jobStore.isClustered", "true",
            "org.quartz.jobStore.acquireTriggersWithinLock", "true",
            "org.quartz.jobStore.dataSource", "bench"));
    settings.putAll(
        Map.of(
            "org.quartz.dataSource.bench.provider",
            "hikaricp",
            "org.quartz.dataSource.bench.driver",
            "org.postgresql.Driver",
            "org.quartz.dataSource.bench.URL",
            url,
            "org.quartz.dataSource.bench.user",
            user,
            "org.quartz.dataSource.bench.password",
            user,
            "org.quartz.dataSource.bench.maxConnections",
            Integer.toString(connections)));
    scheduler = new StdSchedulerFactory(settings).getScheduler();
  }

  @Override
  public void store(int jobs) throws Exception {
    for (int i = 0; i < jobs; i++) {
      scheduler.scheduleJob(
          JobBuilder.newJob(Nothing.class).withIdentity("job" + i).build(),
          TriggerBuilder.newTrigger().withIdentity("trigger" + i).startNow().build());
    }
  }

  @Override
  public void start() throws Exception {
    scheduler.start();
  }

  @Override
  public void pause() throws Exception {
    scheduler.standby();
  }

  /** The job. */
  public static final class Nothing implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      Executions.count();
    }
  }
}
