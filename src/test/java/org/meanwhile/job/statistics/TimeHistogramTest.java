package org.meanwhile.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeHistogramTest {
  private static final long TWO_YEARS_IN_MICROS = 1L << 46;

  private static TimeHistogram of(Duration... times) {
    TimeTally tally = new TimeTally();
    for (Duration time : times) {
      tally.add(time);
    }
    return tally.take().histogram();
  }

  private static long micros(TimeHistogram histogram, double part) {
    return histogram.quantile(part).orElseThrow().toNanos() / 1000;
  }

  @Property
  void a_time_is_told_to_seven_percent(
      @ForAll @LongRange(max = TWO_YEARS_IN_MICROS - 1) long time) {
    long told = micros(of(Duration.ofNanos(time * 1000)), 0.5);
    assertThat((double) told).isCloseTo(time, within(time * 0.07));
  }

  @Property
  void a_longer_time_is_in_no_earlier_bucket(
      @ForAll @LongRange(max = Long.MAX_VALUE / 1000) long micros,
      @ForAll @LongRange(max = 1_000_000) long more) {
    Duration time = Duration.ofNanos(micros);
    int bucket = TimeHistogram.bucket(time.plusNanos(more));
    assertThat(bucket).isBetween(TimeHistogram.bucket(time), TimeHistogram.BUCKETS - 1);
  }

  @Test
  void quantiles_are_times_that_so_many_did_not_exceed() {
    Duration[] times =
        IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    TimeHistogram histogram = of(times);
    assertThat((double) micros(histogram, 0.5)).isCloseTo(50_000, within(3500.0));
    assertThat((double) micros(histogram, 0.95)).isCloseTo(95_000, within(6700.0));
    assertThat((double) micros(histogram, 0.99)).isCloseTo(99_000, within(7000.0));
    assertThat(TimeHistogram.EMPTY.quantile(0.5)).isEmpty();
  }

  @Test
  void histograms_of_two_nodes_add_up_to_that_of_all_times() {
    Duration quick = Duration.ofMillis(3);
    Duration slow = Duration.ofMinutes(3);
    assertThat(of(quick, slow).plus(of(slow))).isEqualTo(of(slow, quick, slow));
    assertThat(of(quick).plus(TimeHistogram.EMPTY)).isEqualTo(of(quick));
  }

  @Test
  void what_is_written_is_read_again() {
    TimeHistogram histogram = of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofDays(100_000));
    assertThat(TimeHistogram.parse(histogram.toString())).isEqualTo(histogram);
    assertThat(TimeHistogram.parse("")).isEqualTo(TimeHistogram.EMPTY);
  }

  @Test
  void what_was_taken_is_taken_once_and_can_be_given_back() {
    TimeTally tally = new TimeTally();
    tally.add(Duration.ofMillis(7));
    Counts.Times taken = tally.take();
    assertThat(tally.take()).isEqualTo(Counts.Times.NONE);

    tally.add(taken);

    assertThat(tally.take()).isEqualTo(taken);
  }
}
