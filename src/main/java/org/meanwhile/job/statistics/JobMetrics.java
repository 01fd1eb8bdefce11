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
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;

/** What happens to jobs on this node, counted for MicroProfile Metrics. */
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

  private record How(String operation, JobStatus status) {}

  // Looking a metric up in its registry takes longer than counting it.
  private final Map<String, Counter> accepted = new ConcurrentHashMap<>();
  private final Map<How, Counter> ended = new ConcurrentHashMap<>();
  private final Map<String, Timer> waited = new ConcurrentHashMap<>();
  private final Map<String, Timer> ran = new ConcurrentHashMap<>();
  private Counter sent;

  @Inject private MetricRegistry registry;
  @Inject private OperationCounters tallies;

  @PostConstruct
  void begin() {
    sent = registry.counter(BYTES_OUT);
  }

  public void accepted(String operation) {
    accepted.computeIfAbsent(operation, o -> registry.counter(ACCEPTED, operation(o))).inc();
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    for (JobEnded job : event.jobs()) {
      ended.computeIfAbsent(new How(job.operation(), job.status()), this::endings).inc();
    }
  }

  /** A run began. */
  public void waited(String operation, Duration time) {
    tallies.started(operation, time);
    waited.computeIfAbsent(operation, o -> registry.timer(WAITED, operation(o))).update(time);
  }

  /** A run ended, whichever way. */
  public void ran(String operation, Duration time) {
    tallies.ran(operation, time);
    ran.computeIfAbsent(operation, o -> registry.timer(RAN, operation(o))).update(time);
  }

  /** Bytes of an output were sent. */
  public void sent(long bytes) {
    sent.inc(bytes);
  }

  private Counter endings(How how) {
    Tag status = new Tag("status", how.status().name().toLowerCase(Locale.ROOT));
    return registry.counter(ENDED, operation(how.operation()), status);
  }

  private static Tag operation(String name) {
    return new Tag("operation", name);
  }
}
