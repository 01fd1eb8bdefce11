package org.meanwhile.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Reuse;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.JobRescuer;
import org.meanwhile.job.run.Nodes;
import org.meanwhile.job.run.RunSql;
import org.meanwhile.job.statistics.OperationCounters;
import org.meanwhile.job.statistics.Overviews;
import org.meanwhile.job.submit.AdmissionControl;
import org.meanwhile.job.submit.QuotaExceeded;
import org.meanwhile.job.submit.Submissions;

/** Jobs that end because their node died count like all others. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ArquillianExtension.class)
class RescuedJobsIT {
  private static final String OPERATION = "left-by-a-dead-node";
  private static final String CAROL = "carol";

  @Inject private Submissions submissions;
  @Inject private Claims claims;
  @Inject private Nodes nodes;
  @Inject private JobRescuer rescuer;
  @Inject private Database database;
  @Inject private MetricRegistry registry;
  @Inject private OperationCounters counters;
  @Inject private Overviews overviews;
  @Inject private AdmissionControl admission;

  @Test
  void a_job_that_a_rescue_ends_is_counted_in_metrics_overview_and_quota() {
    submissions.submit(notRerunnable());
    UUID dead = runningNode();
    assertThat(claims.claim(dead, List.of(OPERATION), List.of(new Claims.Share(CAROL, 1))).jobs())
        .hasSize(1);
    Awaitility.await()
        .untilAsserted(() -> assertThatThrownBy(this::oneMore).isInstanceOf(QuotaExceeded.class));

    nodes.leave(dead);
    rescuer.rescue(3);

    assertThat(ended()).isEqualTo(1);
    oneMore();
    counters.flush();
    Awaitility.await().untilAsserted(() -> assertThat(failedOfOverview()).isEqualTo(1));
  }

  private void oneMore() {
    admission.admit(CAROL, 1, Long.MAX_VALUE, 1);
  }

  private long ended() {
    Counter counter =
        registry.getCounter(
            new MetricID(
                "meanwhile_jobs_ended",
                new Tag("operation", OPERATION),
                new Tag("status", "failed")));
    return counter == null ? 0 : counter.getCount();
  }

  private long failedOfOverview() {
    return overviews.latest().minutes().stream()
        .filter(minute -> minute.operation().equals(OPERATION))
        .mapToLong(minute -> minute.counts().ended().failed())
        .sum();
  }

  /** {@link Nodes#join} would end the server's own node: the database is its alone. */
  private UUID runningNode() {
    UUID node = UUID.randomUUID();
    database.transaction(c -> Rows.update(c, RunSql.NODE_JOIN, node, "dead"));
    return node;
  }

  private static NewJob notRerunnable() {
    return new NewJob(
        new JobId(UUID.randomUUID()),
        OPERATION,
        CAROL,
        "{}",
        Map.of(),
        0,
        Optional.empty(),
        Optional.empty(),
        Duration.ofHours(1),
        Duration.ofHours(1),
        Duration.ofHours(1),
        1,
        false,
        Optional.empty(),
        Idempotency.NONE,
        Optional.empty(),
        Optional.empty(),
        JobOrigin.REQUEST,
        List.of(),
        Reuse.NONE);
  }
}
