package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;

class RecentViewsTest {
  private static final int PARTS = 64;
  private static final long ROOM = 10 * PARTS;

  private final RecentViews<Integer> views = new RecentViews<>(ROOM);

  private static List<JobId> jobs(int many) {
    return Stream.generate(() -> new JobId(UUID.randomUUID())).limit(many).toList();
  }

  private long kept(List<JobId> jobs) {
    return jobs.stream().filter(job -> views.get(job) != null).count();
  }

  @Test
  void values_of_no_more_bytes_than_the_limit_are_kept() {
    List<JobId> jobs = jobs(10_000);
    jobs.forEach(job -> views.put(job, 1, 2));

    assertThat(kept(jobs)).isEqualTo(ROOM / 2);
    assertThat(kept(jobs.subList(0, 5_000))).isZero();
  }

  @Test
  void a_value_that_takes_the_place_of_another_takes_its_bytes_as_well() {
    JobId job = jobs(1).get(0);
    for (int i = 0; i < 1_000; i++) {
      views.put(job, i, 10);
    }
    assertThat(views.get(job)).isEqualTo(999);

    views.put(job, 1, 11);
    assertThat(views.get(job)).isNull();
    views.put(job, 2, 10);
    assertThat(views.get(job)).isEqualTo(2);
  }

  @Test
  void what_was_asked_for_last_stays() {
    JobId job = jobs(1).get(0);
    views.put(job, 1, 5);

    jobs(1_000)
        .forEach(
            other -> {
              views.put(other, 2, 5);
              assertThat(views.get(job)).isEqualTo(1);
            });
  }
}
