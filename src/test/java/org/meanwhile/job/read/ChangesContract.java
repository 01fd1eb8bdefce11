package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.platform.Scope;

/** Which of many watched jobs are reported as changed. */
public interface ChangesContract {
  Stores stores();

  @Test
  default void only_jobs_with_another_version_are_reported_as_changed() {
    JobId same = stores().jobs.store(Order.any());
    JobId changed = stores().jobs.store(Order.any());
    List<ChangeReader.Seen> seen = List.of(seen(same), seen(changed));
    stores().jobs.remove(changed);

    assertThat(among(seen)).containsExactly(changed);
    assertThat(among(List.of(seen(same), seen(changed)))).isEmpty();
  }

  @Test
  default void a_job_without_a_record_is_reported_as_changed() {
    JobId never = new JobId(UUID.randomUUID());
    JobId over = stores().jobs.store(Order.any());
    stores().jobs.remove(over);
    ChangeReader.Seen seen = seen(over);
    assertThat(among(List.of(seen))).isEmpty();
    stores().pass(Order.RETAIN.plus(Order.TOMBSTONE));

    assertThat(among(List.of(seen, new ChangeReader.Seen(never, 1))))
        .containsExactlyInAnyOrder(never, over);
  }

  @Test
  default void many_jobs_are_compared_with_one_statement() {
    List<ChangeReader.Seen> seen = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      seen.add(new ChangeReader.Seen(new JobId(UUID.randomUUID()), i));
    }

    assertThat(among(seen)).hasSize(5_000);
    assertThat(among(List.of())).isEmpty();
  }

  private List<JobId> among(List<ChangeReader.Seen> seen) {
    return stores().database.read(c -> ChangeReader.changed(c, seen));
  }

  private ChangeReader.Seen seen(JobId id) {
    return new ChangeReader.Seen(
        id, stores().jobs.find(id, Scope.of("alice")).orElseThrow().job().version());
  }
}
