package org.meanwhile.job.statistics;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.meanwhile.job.JobEdited;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsAccepted;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.RunsSaved;

/** Counts what happens to jobs on this node, for MicroProfile Metrics. Safe for many threads. */
@ApplicationScoped
public class JobMetrics {
  private static final Metadata ACCEPTED =
      Metadata.builder()
          .withName("meanwhile_jobs_accepted")
          .withDescription("Jobs stored by this node")
          .build();
  private static final Metadata ENDED =
      Metadata.builder()
          .withName("meanwhile_jobs_ended")
          .withDescription("Jobs that ended on this node")
          .build();
  private static final Metadata EDITED =
      Metadata.builder()
          .withName("meanwhile_jobs_changed")
          .withDescription("Changes of jobs by callers through this node")
          .build();
  private static final Metadata WAITED =
      Metadata.builder()
          .withName("meanwhile_job_waiting")
          .withDescription("From the time that a job was due to its start")
          .withUnit(MetricUnits.SECONDS)
          .build();
  private static final Metadata RAN =
      Metadata.builder()
          .withName("meanwhile_job_running")
          .withDescription("From a run's start to its end")
          .withUnit(MetricUnits.SECONDS)
          .build();
  private static final Metadata BYTES_OUT =
      Metadata.builder()
          .withName("meanwhile_output")
          .withDescription("Bytes of outputs sent to callers")
          .withUnit(MetricUnits.BYTES)
          .build();

  private static final Metadata RUNS_SAVED =
      Metadata.builder()
          .withName("meanwhile_runs_saved")
          .withDescription("Jobs that succeeded on this node without a run of their own")
          .build();
  private static final Metadata BYTES_SAVED =
      Metadata.builder()
          .withName("meanwhile_output_saved")
          .withDescription("Bytes of outputs that such jobs have without being stored again")
          .withUnit(MetricUnits.BYTES)
          .build();

  private record EndKind(String operation, JobStatus status) {}

  // Looking a metric up in its registry takes longer than counting it.
  private final Map<String, Counter> accepted = new ConcurrentHashMap<>();
  private final Map<EndKind, Counter> ended = new ConcurrentHashMap<>();
  private final Map<JobEdited.Kind, Counter> edited = new ConcurrentHashMap<>();
  private final Map<String, Timer> waited = new ConcurrentHashMap<>();
  private final Map<String, Timer> ran = new ConcurrentHashMap<>();
  private Counter sent;

  @Inject private MetricRegistry registry;
  @Inject private OperationCounters counters;

  @PostConstruct
  void begin() {
    sent = registry.counter(BYTES_OUT);
  }

  public void accepted(String operation) {
    counters.made(operation, 1);
    counterOfAccepted(operation).inc();
  }

  void accepted(@Observes JobsAccepted event) {
    event
        .byOperation()
        .forEach(
            (operation, jobs) -> {
              counters.made(operation, jobs);
              counterOfAccepted(operation).inc(jobs);
            });
  }

  private Counter counterOfAccepted(String operation) {
    return accepted.computeIfAbsent(operation, o -> registry.counter(ACCEPTED, operation(o)));
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    for (JobEnded job : event.jobs()) {
      ended.computeIfAbsent(new EndKind(job.operation(), job.status()), this::endedCounter).inc();
    }
  }

  void saved(@Observes(during = TransactionPhase.AFTER_SUCCESS) RunsSaved event) {
    Tag as = new Tag("as", event.as().name().toLowerCase(Locale.ROOT));
    registry.counter(RUNS_SAVED, operation(event.operation()), as).inc(event.runs());
    registry.counter(BYTES_SAVED, operation(event.operation()), as).inc(event.bytes());
  }

  void edited(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEdited event) {
    edited
        .computeIfAbsent(
            event.kind(),
            kind -> registry.counter(EDITED, new Tag("kind", kind.name().toLowerCase(Locale.ROOT))))
        .inc();
  }

  /**
   * Counts the start of a run.
   *
   * @param time from the time that the job was due to this start
   */
  public void waited(String operation, Duration time) {
    counters.started(operation, time);
    waited.computeIfAbsent(operation, o -> registry.timer(WAITED, operation(o))).update(time);
  }

  /** A run takes a slot of this node, until {@link #slotFreed}. */
  public void slotTaken(String operation) {
    counters.slotTaken(operation);
  }

  /** Each {@link #slotTaken} is followed by one of these. */
  public void slotFreed(String operation) {
    counters.slotFreed(operation);
  }

  /** Counts the end of a run, with whatever result. */
  public void ran(String operation, Duration time) {
    counters.ran(operation, time);
    ran.computeIfAbsent(operation, o -> registry.timer(RAN, operation(o))).update(time);
  }

  public void sent(long bytes) {
    sent.inc(bytes);
  }

  private Counter endedCounter(EndKind kind) {
    Tag status = new Tag("status", kind.status().name().toLowerCase(Locale.ROOT));
    return registry.counter(ENDED, operation(kind.operation()), status);
  }

  private static Tag operation(String name) {
    return new Tag("operation", name);
  }
}
