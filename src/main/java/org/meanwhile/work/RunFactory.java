package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicReference;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.log.LogStore;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Completions;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Spans;

/** Gives a run what it needs to call its operation. */
@ApplicationScoped
public class RunFactory {
  @Inject private ContentStore contents;
  @Inject private Claims claims;
  @Inject private Completions completions;
  @Inject private Scratch scratch;
  @Inject private FailurePolicy failures;
  @Inject private Spans spans;
  @Inject private LogStore logs;
  @Inject private Settings settings;

  Run create(ClaimedJob job, OfferedOperation operation, Run.Listener listener) {
    InterruptShield shield = new InterruptShield();
    AtomicReference<StopReason> stop = new AtomicReference<>();
    RunTask task =
        new RunTask(
            job,
            contents,
            claims,
            settings.get(JobSettings.OUTPUT_MAX_BYTES),
            scratch,
            shield,
            stop,
            new RunRetryPolicy(stop, completions::databaseIsReachable),
            new RunLog(job.lease(), job.attempt(), logs, System::nanoTime));
    return new Run(job, operation, task, shield, stop, failures, spans, listener);
  }
}
