package org.meanwhile.job.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunDurationsTest {
  private record Learned(String operation, long runs, double meanMillis, List<Long> sample) {}

  private final List<Learned> learned = new ArrayList<>();
  private final RunDurations durations =
      new RunDurations(
          (operation, runs, meanMillis, sample) ->
              learned.add(new Learned(operation, runs, meanMillis, sample)));

  @Test
  void a_flush_passes_on_the_number_of_runs_and_their_mean_for_each_operation() {
    durations.add("copy", Duration.ofMillis(1));
    durations.add("copy", Duration.ofMillis(2));
    durations.add("export", Duration.ofSeconds(7));

    durations.flush();

    assertThat(learned)
        .containsExactlyInAnyOrder(
            new Learned("copy", 2, 1.5, List.of(1L, 2L)),
            new Learned("export", 1, 7000, List.of(7000L)));
  }

  @Test
  void a_duration_is_passed_on_once() {
    durations.add("copy", Duration.ofMillis(1));
    durations.flush();
    learned.clear();

    durations.flush();
    assertThat(learned).isEmpty();

    durations.add("copy", Duration.ofMillis(3));
    durations.flush();
    assertThat(learned).containsExactly(new Learned("copy", 1, 3, List.of(3L)));
  }

  @Test
  void of_many_runs_the_newest_are_the_sample() {
    for (int run = 1; run <= 100; run++) {
      durations.add("copy", Duration.ofMillis(run));
    }

    durations.flush();

    assertThat(learned.get(0).runs()).isEqualTo(100);
    assertThat(learned.get(0).meanMillis()).isEqualTo(50.5);
    assertThat(learned.get(0).sample()).hasSize(16).startsWith(85L).endsWith(100L);
  }
}
