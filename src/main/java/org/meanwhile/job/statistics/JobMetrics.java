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
import org.meanwhile.job.JobEdited;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsAccepted;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.RunsSaved;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/** Counts what happens to jobs on this node, for monitoring. Safe for many threads. */
@ApplicationScoped
public class JobMetrics {
  private static final Metric ACCEPTED =
      Metric.of("meanwhile_jobs_accepted", "Jobs stored by this node");
  private static final Metric ENDED =
      Metric.of("meanwhile_jobs_ended", "Jobs that ended on this node");
  private static final Metric EDITED =
      Metric.of("meanwhile_jobs_changed", "Changes of jobs by callers through this node");
  private static final Metric WAITED =
      Metric.of("meanwhile_job_waiting", "From the time that a job was due to its start")
          .inSeconds();
  private static final Metric RAN =
      Metric.of("meanwhile_job_running", "From a run's start to its end").inSeconds();
  private static final Metric BYTES_OUT =
      Metric.of("meanwhile_output", "Bytes of outputs sent to callers").inBytes();

  private static final Metric RUNS_SAVED =
      Metric.of(
          "meanwhile_runs_saved", "Jobs that succeeded on this node without a run of their own");
  private static final Metric BYTES_SAVED =
      Metric.of(
              "meanwhile_output_saved",
              "Bytes of outputs that such jobs have without being stored again")
          .inBytes();

  private record EndKind(String operation, JobStatus status) {}

  // Looking a metric up in its registry takes longer than counting it.
  private final Map<String, Meters.Counter> accepted = new ConcurrentHashMap<>();
  private final Map<EndKind, Meters.Counter> ended = new ConcurrentHashMap<>();
  private final Map<JobEdited.Kind, Meters.Counter> edited = new ConcurrentHashMap<>();
  private final Map<String, Meters.Timer> waited = new ConcurrentHashMap<>();
  private final Map<String, Meters.Timer> ran = new ConcurrentHashMap<>();
  private Meters.Counter sent;

  @Inject private Meters meters;
  @Inject private OperationCounters counters;

  @PostConstruct
  void begin() {
    sent = meters.counter(BYTES_OUT);
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

  private Meters.Counter counterOfAccepted(String operation) {
    return accepted.computeIfAbsent(operation, o -> meters.counter(of(o, ACCEPTED)));
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    for (JobEnded job : event.jobs()) {
      ended.computeIfAbsent(new EndKind(job.operation(), job.status()), this::endedCounter).inc();
    }
  }

  void saved(@Observes(during = TransactionPhase.AFTER_SUCCESS) RunsSaved event) {
    String as = event.as().name().toLowerCase(Locale.ROOT);
    meters.counter(of(event.operation(), RUNS_SAVED).with("as", as)).inc(event.runs());
    meters.counter(of(event.operation(), BYTES_SAVED).with("as", as)).inc(event.bytes());
  }

  void edited(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEdited event) {
    edited
        .computeIfAbsent(
            event.kind(),
            kind -> meters.counter(EDITED.with("kind", kind.name().toLowerCase(Locale.ROOT))))
        .inc();
  }

  /**
   * Counts the start of a run.
   *
   * @param time from the time that the job was due to this start
   */
  public void waited(String operation, Duration time) {
    counters.started(operation, time);
    waited.computeIfAbsent(operation, o -> meters.timer(of(o, WAITED))).update(time);
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
    ran.computeIfAbsent(operation, o -> meters.timer(of(o, RAN))).update(time);
  }

  public void sent(long bytes) {
    sent.inc(bytes);
  }

  private Meters.Counter endedCounter(EndKind kind) {
    String status = kind.status().name().toLowerCase(Locale.ROOT);
    return meters.counter(of(kind.operation(), ENDED).with("status", status));
  }

  private static Metric of(String operation, Metric metric) {
    return metric.with("operation", operation);
  }
}
