package org.meanwhile.api.local;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.meanwhile.job.JobId;
import org.meanwhile.jobs.JobOutput;
import org.meanwhile.jobs.JobRequest;
import org.meanwhile.jobs.JobState;
import org.meanwhile.jobs.Jobs;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;
import org.meanwhile.security.Identity;
import org.meanwhile.security.SecurityMode;
import org.meanwhile.security.SecuritySettings;

/** The jobs of the caller of this thread's request. */
@ApplicationScoped
public class LocalJobs implements Jobs {
  @Inject private JobActions actions;
  @Inject private Caller caller;
  @Inject private Settings settings;

  private Jobs mine() {
    boolean everybody = settings.get(SecuritySettings.MODE) == SecurityMode.LOCAL;
    return new JobsOfCaller(
        actions, everybody && caller.knownName().isEmpty() ? Identity.LOCAL : caller.identity());
  }

  @Override
  public JobId submit(JobRequest request) {
    return mine().submit(request);
  }

  @Override
  public Optional<JobState> status(JobId id) {
    return mine().status(id);
  }

  @Override
  public Optional<JobOutput> output(JobId id) {
    return mine().output(id);
  }

  @Override
  public Optional<JobState> cancel(JobId id) {
    return mine().cancel(id);
  }

  @Override
  public Optional<JobState> await(JobId id, Duration limit) throws InterruptedException {
    return mine().await(id, limit);
  }

  @Override
  public Jobs as(String name, String... groups) {
    return JobsOfCaller.named(actions, name, groups);
  }
}
