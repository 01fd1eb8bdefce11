package org.meanwhile.builtin.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeTest {

  private static List<Run> runs(int count) {
    return Collections.nCopies(count, new Run(Path.of("x"), 10, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 4, 10",
    "4, 4, 40",
    // two runs are merged first, and then four at once
    "5, 4, 70",
    "7, 4, 110",
    "3, 2, 50"
  })
  void the_last_pass_merges_as_many_as_it_can(int runs, int fanIn, long bytes) {
    assertThat(Merge.planned(runs(runs), fanIn)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    // memory, longest line, fan-in
    "65536, 100, 15",
    "65536, 16384, 2",
    "65536, 5000, 12",
    "67108864, 100, 128"
  })
  void as_many_runs_are_merged_at_a_time_as_have_room_for_their_longest_line(
      int memory, int longest, int fanIn) {
    assertThat(Merge.fanIn(memory, longest)).isEqualTo(fanIn);
    assertThat((fanIn + 1L) * (longest + Run.HEADER)).isLessThanOrEqualTo(memory);
  }

  @Test
  void no_runs_need_no_merging() {
    assertThat(Merge.planned(List.of(), 4)).isZero();
  }
}
