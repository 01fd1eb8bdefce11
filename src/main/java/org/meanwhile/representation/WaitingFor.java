package org.meanwhile.representation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
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

  /** Whether anything holds the job, so that nobody can tell when it will start. */
  public boolean holds(Job job) {
    return pause(job).isPresent();
  }

  /** Writes the member, if there is anything to tell. */
  public void write(Job job, JsonGenerator to) {
    Optional<Pause> pause = pause(job);
    if (pause.isEmpty()) {
      return;
    }
    to.writeArrayPropertyStart("waitingFor");
    to.writeStartObject();
    to.writeStringProperty("kind", "operation-paused");
    to.writeStringProperty("since", pause.get().since().truncatedTo(ChronoUnit.MICROS).toString());
    pause.get().reason().ifPresent(reason -> to.writeStringProperty("reason", reason));
    to.writeEndObject();
    to.writeEndArray();
  }

  private Optional<Pause> pause(Job job) {
    return job.status() == JobStatus.WAITING
        ? Optional.ofNullable(pauses.shown().get(job.operation()))
        : Optional.empty();
  }
}
