package org.meanwhile.bench.peer;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/**
 * JobRunr without a dashboard, with its shortest poll interval. Public, because JobRunr calls a
 * method of this class as the job.
 */
public final class JobRunrPeer implements Peer {
  private static final int POLL_SECONDS = 5;

  private final JobRunrConfigurationResult jobs;

  JobRunrPeer(DataSource source, int workers) {
    jobs =
        JobRunr.configure()
            .useStorageProvider(new PostgresStorageProvider(source))
            .useBackgroundJobServer(
                usingStandardBackgroundJobServerConfiguration()
                    .andWorkerCount(workers)
                    .andPollIntervalInSeconds(POLL_SECONDS))
            .initialize();
  }

  @Override
  public void store(int count) {
    jobs.getBackgroundJobServer().pauseProcessing();
    jobs.getJobScheduler().enqueue(IntStream.range(0, count).boxed(), i -> countJob(i));
  }

  @Override
  public void start() {
    jobs.getBackgroundJobServer().resumeProcessing();
  }

  @Override
  public void pause() {
    jobs.getBackgroundJobServer().pauseProcessing();
  }

  /** The job. */
  public static void countJob(Integer i) {
    Executions.count();
  }
}
