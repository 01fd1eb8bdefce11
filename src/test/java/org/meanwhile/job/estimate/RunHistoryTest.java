package org.meanwhile.job.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private static TimeLeft run(Long... millis) {
    return RunHistory.of(List.of(millis)).run().orElseThrow();
  }

  @Test
  void before_the_first_run_nothing_is_known() {
    assertThat(RunHistory.EMPTY.run()).isEmpty();
    assertThat(RunHistory.parse("").run()).isEmpty();
  }

  @Test
  void two_runs_do_not_tell_how_far_runs_spread() {
    assertThat(run(60_000L, 60_000L).isCredible()).isFalse();
    assertThat(run(60_000L, 60_000L, 60_000L).isCredible()).isTrue();
  }

  @Test
  void runs_that_take_about_the_same_time_are_told() {
    assertThat(run(50_000L, 60_000L, 70_000L, 55_000L, 65_000L).isCredible()).isTrue();
  }

  @Test
  void runs_of_seconds_or_hours_are_not() {
    assertThat(run(1000L, 3_600_000L, 1000L, 3_600_000L).isCredible()).isFalse();
  }

  @Test
  void a_single_run_that_hung_is_forgiven() {
    List<Long> runs = new ArrayList<>(Collections.nCopies(40, 60_000L));
    runs.add(86_400_000L);

    TimeLeft run = RunHistory.of(runs).run().orElseThrow();

    assertThat(run.mean()).isEqualTo(Duration.ofMinutes(1));
    assertThat(run.isCredible()).isTrue();
  }

  @Test
  void what_a_run_has_lasted_tells_what_kind_of_run_it_is() {
    RunHistory bimodal = RunHistory.of(List.of(1000L, 60_000L, 1000L, 60_000L, 1000L, 60_000L));
    assertThat(bimodal.run().orElseThrow().isCredible()).isFalse();

    TimeLeft left = bimodal.leftAfter(Duration.ofSeconds(20), 1).orElseThrow();

    assertThat(left.mean()).isEqualTo(Duration.ofSeconds(40));
    assertThat(left.isCredible()).isTrue();
  }

  @Test
  void a_run_that_lasts_longer_than_all_before_has_no_end() {
    assertThat(RunHistory.of(List.of(1000L, 1000L, 1000L)).leftAfter(Duration.ofSeconds(1), 1))
        .isEmpty();
  }

  @Test
  void longer_runs_that_are_exceptions_do_not_tell_what_is_left() {
    List<Long> three = new ArrayList<>(Collections.nCopies(61, 1000L));
    three.addAll(Collections.nCopies(3, 60_000L));
    List<Long> four = new ArrayList<>(three);
    four.add(60_000L);

    assertThat(RunHistory.of(three).leftAfter(Duration.ofSeconds(2), 1)).isEmpty();
    assertThat(RunHistory.of(four).leftAfter(Duration.ofSeconds(2), 1).orElseThrow().mean())
        .isEqualTo(Duration.ofSeconds(58));
  }

  @Test
  void the_rest_of_a_run_is_compared_with_the_rest_of_those_before() {
    RunHistory history = RunHistory.of(List.of(10_000L, 10_000L, 10_000L));

    assertThat(history.leftAfter(Duration.ofSeconds(1), 0.5).orElseThrow().mean())
        .isEqualTo(Duration.ofSeconds(4));
    assertThat(history.leftAfter(Duration.ofSeconds(5), 0.5)).isEmpty();
  }

  @Test
  void only_the_latest_runs_count_and_their_text_fits_its_column() {
    Random random = new Random(1);
    List<Long> many =
        LongStream.generate(() -> Math.abs(random.nextLong())).limit(500).boxed().toList();
    RunHistory history = RunHistory.of(many).and(List.of(5L, Long.MAX_VALUE, -7L));

    assertThat(history.text()).endsWith(",0").hasSizeLessThanOrEqualTo(1024);
    assertThat(history.text().split(",")).hasSize(64);
    assertThat(RunHistory.parse(history.text()).text()).isEqualTo(history.text());
  }
}
