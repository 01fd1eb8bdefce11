package org.meanwhile.representation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.lease.WorkerOperations;
import org.meanwhile.job.pause.Pause;
import org.meanwhile.job.pause.Pauses;
import tools.jackson.core.JsonGenerator;

/**
 * What a waiting job waits for beside its time and a slot: the member {@code waitingFor}, which is
 * left out when there is nothing. Safe for many threads.
 */
@ApplicationScoped
public class WaitingFor {
  @Inject private Pauses pauses;
  @Inject private WorkerOperations workers;

  /** Whether anything holds the job, so that nobody can tell when it will start. */
  public boolean holds(Job job) {
    return job.isSuspended()
        || !job.waitsFor().isEmpty()
        || pause(job).isPresent()
        || lacksWorker(job);
  }

  /** Writes the member, if there is anything to tell. */
  public void write(Job job, JsonGenerator to) {
    if (!holds(job)) {
      return;
    }
    to.writeArrayPropertyStart("waitingFor");
    if (!job.waitsFor().isEmpty()) {
      writeJobs(job.waitsFor(), to);
    }
    if (job.isSuspended()) {
      to.writeStartObject();
      to.writeStringProperty("kind", "suspended");
      since(job.suspendedAt().orElseThrow(), to);
      to.writeEndObject();
    }
    pause(job).ifPresent(pause -> writePause(pause, to));
    if (lacksWorker(job)) {
      to.writeStartObject();
      to.writeStringProperty("kind", "worker");
      to.writeEndObject();
    }
    to.writeEndArray();
  }

  private static void writeJobs(List<JobId> jobs, JsonGenerator to) {
    to.writeStartObject();
    to.writeStringProperty("kind", "jobs");
    to.writeArrayPropertyStart("jobs");
    jobs.forEach(job -> to.writeString(job.toString()));
    to.writeEndArray();
    to.writeEndObject();
  }

  private static void writePause(Pause pause, JsonGenerator to) {
    to.writeStartObject();
    to.writeStringProperty("kind", "operation-paused");
    since(pause.since(), to);
    pause.reason().ifPresent(reason -> to.writeStringProperty("reason", reason));
    to.writeEndObject();
  }

  private static void since(Instant time, JsonGenerator to) {
    to.writeStringProperty("since", time.truncatedTo(ChronoUnit.MICROS).toString());
  }

  /** Whether its operation is done by workers elsewhere, and none has asked for it for a minute. */
  private boolean lacksWorker(Job job) {
    return job.status() == JobStatus.WAITING && workers.unasked().contains(job.operation());
  }

  private Optional<Pause> pause(Job job) {
    return job.status() == JobStatus.WAITING
        ? Optional.ofNullable(pauses.shown().get(job.operation()))
        : Optional.empty();
  }
}
