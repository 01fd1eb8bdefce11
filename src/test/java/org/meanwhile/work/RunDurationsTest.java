package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunDurationsTest {
  private record Learned(String operation, long runs, double meanMillis) {}

  private final List<Learned> learned = new ArrayList<>();
  private final RunDurations durations =
      new RunDurations(
          (operation, runs, meanMillis) -> learned.add(new Learned(operation, runs, meanMillis)));

  @Test
  void a_flush_passes_on_the_number_of_runs_and_their_mean_for_each_operation() {
    durations.add("copy", Duration.ofMillis(1));
    durations.add("copy", Duration.ofMillis(2));
    durations.add("export", Duration.ofSeconds(7));

    durations.flush();

    assertThat(learned)
        .containsExactlyInAnyOrder(new Learned("copy", 2, 1.5), new Learned("export", 1, 7000));
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
    assertThat(learned).containsExactly(new Learned("copy", 1, 3));
  }
}
