package org.meanwhile.job.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.job.bulk.BulkTarget.Outcome;

/** The jobs that a job acts on, and what became of them. */
public interface BulkTargetsContract {
  Stores stores();

  @Test
  default void targets_keep_their_order_and_their_outcomes() {
    BulkTargets targets = new BulkTargets(stores().database);
    List<JobId> jobs = Stream.generate(() -> new JobId(UUID.randomUUID())).limit(5).toList();
    UUID selection = targets.begin(new JobId(UUID.randomUUID()));
    targets.add(selection, 0, jobs.subList(0, 3));
    targets.add(selection, 3, jobs.subList(3, 5));

    List<BulkTarget> all = targets.behind(-1, selection, 9);
    assertThat(all).extracting(BulkTarget::job).containsExactlyElementsOf(jobs);
    assertThat(all).allMatch(target -> target.outcome().isEmpty());
    JobId made = new JobId(UUID.randomUUID());
    List<Outcome> outcomes =
        List.of(Outcome.DONE, Outcome.made(made), Outcome.refused("wrong-state", "x".repeat(2000)));
    targets.done(
        selection,
        List.of(
            all.get(0).with(outcomes.get(0)),
            all.get(1).with(outcomes.get(1)),
            all.get(2).with(outcomes.get(2))));

    List<BulkTarget> read = targets.behind(-1, selection, 4);
    assertThat(read.subList(0, 3))
        .extracting(target -> target.outcome().orElseThrow())
        .isEqualTo(outcomes);
    assertThat(read.get(3).outcome()).isEmpty();
    assertThat(targets.behind(3, selection, 9)).extracting(BulkTarget::seq).containsExactly(4);
    assertThat(targets.behind(-1, targets.begin(jobs.get(0)), 9)).as("another").isEmpty();
  }

  @Test
  default void targets_are_deleted_when_their_job_has_ended() {
    BulkTargets targets = new BulkTargets(stores().database);
    UUID node = stores().node();
    JobId bulk = stores().jobs.store(Order.any());
    for (int run = 0; run < 2; run++) {
      UUID selection = targets.begin(bulk);
      targets.add(
          selection, 0, Stream.generate(() -> new JobId(UUID.randomUUID())).limit(5).toList());
    }
    Lease lease = stores().claimOne(node);
    stores().cleaner.purge(2, Duration.ofHours(1));
    assertThat(stores().count("bulk_target")).isEqualTo(10);

    stores().complete(lease, stores().success(lease));
    stores().cleaner.purge(2, Duration.ofHours(1));

    assertThat(stores().count("bulk_target")).isZero();
    assertThat(stores().count("bulk_selection")).isZero();
  }

  @Test
  default void targets_of_a_job_without_a_record_are_deleted() {
    BulkTargets targets = new BulkTargets(stores().database);
    targets.add(
        targets.begin(new JobId(UUID.randomUUID())), 0, List.of(new JobId(UUID.randomUUID())));

    stores().cleaner.purge(2, Duration.ofHours(1));

    assertThat(stores().count("bulk_target")).isZero();
  }
}
