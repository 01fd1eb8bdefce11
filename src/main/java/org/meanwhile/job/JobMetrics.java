package org.meanwhile.job;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

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
  private static final Metadata WAITING =
      Metadata.builder()
          .withName("meanwhile_jobs_waiting")
          .withDescription("Jobs that wait now, on all nodes")
          .build();

  @Inject private MetricRegistry registry;
  @Inject private Admission admission;

  @PostConstruct
  void begin() {
    registry.gauge(WAITING, admission, Admission::waiting);
    registry.counter(BYTES_OUT);
  }

  void accepted(String operation) {
    registry.counter(ACCEPTED, operation(operation)).inc();
  }

  /** A job ended. */
  public void ended(String operation, JobStatus status) {
    Tag how = new Tag("status", status.name().toLowerCase(Locale.ROOT));
    registry.counter(ENDED, operation(operation), how).inc();
  }

  /** A run began. */
  public void waited(String operation, Duration time) {
    registry.timer(WAITED, operation(operation)).update(time);
  }

  /** A run ended, whichever way. */
  public void ran(String operation, Duration time) {
    registry.timer(RAN, operation(operation)).update(time);
  }

  /** Bytes of an output were sent. */
  public void sent(long bytes) {
    registry.counter(BYTES_OUT).inc(bytes);
  }

  private static Tag operation(String name) {
    return new Tag("operation", name);
  }
}
