package org.meanwhile.api.local;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meanwhile.job.JobId;
import org.meanwhile.jobs.JobOutput;
import org.meanwhile.jobs.JobRequest;
import org.meanwhile.jobs.JobState;
import org.meanwhile.jobs.Jobs;
import org.meanwhile.security.Identity;

/** The jobs of one caller. */
record JobsOfCaller(JobActions actions, Identity identity) implements Jobs {
  static Jobs named(JobActions actions, String name, String... groups) {
    return new JobsOfCaller(actions, Identity.of(name, List.of(groups)));
  }

  @Override
  public JobId submit(JobRequest request) {
    return actions.submit(identity, request);
  }

  @Override
  public Optional<JobState> status(JobId id) {
    return actions.status(identity, id);
  }

  @Override
  public Optional<JobOutput> output(JobId id) {
    return actions.output(identity, id);
  }

  @Override
  public Optional<JobState> cancel(JobId id) {
    return actions.cancel(identity, id);
  }

  @Override
  public Optional<JobState> await(JobId id, Duration limit) throws InterruptedException {
    return actions.await(identity, id, limit);
  }

  @Override
  public Jobs as(String name, String... groups) {
    return named(actions, name, groups);
  }
}
