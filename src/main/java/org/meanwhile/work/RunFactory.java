package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicReference;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.OutputGrown;
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
  @Inject private Event<OutputGrown> outputGrown;
  @Inject private Settings settings;

  /**
   * @param operation null for a run that never starts
   */
  Run create(ClaimedJob job, OfferedOperation operation, Run.Listener listener) {
    InterruptShield shield = new InterruptShield();
    AtomicReference<StopReason> stop = new AtomicReference<>();
    RunRetryPolicy retryPolicy = new RunRetryPolicy(stop, completions::databaseIsReachable);
    RunOutput.Rules rules =
        new RunOutput.Rules(
            settings.get(JobSettings.OUTPUT_MAX_BYTES),
            operation != null && operation.appendOnly(),
            () -> outputGrown.fire(new OutputGrown(job.lease().job())),
            System::nanoTime);
    RunTask task =
        new RunTask(
            job,
            contents,
            claims,
            new RunOutput(job.lease(), contents, rules, shield, retryPolicy),
            scratch,
            shield,
            stop,
            retryPolicy,
            new RunLog(job.lease(), job.attempt(), logs, System::nanoTime));
    return new Run(job, operation, task, shield, stop, failures, spans, listener);
  }
}
