package org.meanwhile.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoDurationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PT0S",
        "P2D",
        "PT1H",
        "P1DT2H3M4.5S",
        "PT0.000000001S",
        "PT90M",
        "P0D",
        "PT36H",
        "P1DT1S",
        "PT1H1S"
      })
  void what_the_jdk_reads_as_well_is_the_same(String text) {
    assertThat(IsoDuration.parse(text)).isEqualTo(Duration.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "P1W P7D",
        "P0W PT0S",
        "P1.5W P10DT12H",
        "P1W2D P9D",
        "P1WT1H P7DT1H",
        "P1W2DT3H4M5.5S P9DT3H4M5.5S",
        "P1W0,5D P7DT12H",
        "PT0,5S PT0.5S",
        "PT1.5H PT90M",
        "PT1,5M PT90S",
        "P0.5D PT12H",
        "P1DT1.5H P1DT90M",
        "PT1H0.25M PT1H15S",
        "PT0.0000000019S PT0.000000001S",
        "PT0.33333333333333333333333333H PT1199.999999999S",
        "PT000000000001S PT1S",
      })
  void weeks_and_fractions_are_read(String text, String same) {
    assertThat(IsoDuration.parse(text)).isEqualTo(Duration.parse(same));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P999999999999W",
        "P999999999999W999999999999DT999999999999H999999999999M999999999999.999999999999S"
      })
  void the_longest_that_can_be_written_is_a_duration(String text) {
    assertThat(IsoDuration.parse(text)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "P1DT",
        "1H",
        "P1Y",
        "P1M",
        "P1Y2M3D",
        "P1D1W",
        "P1WT",
        "P1.5W1D",
        "P1W0.5DT1H",
        "P1W1W",
        "P1DT2D",
        "P1H",
        "PT1S1M",
        "PT1D",
        "-PT1H",
        "+PT1H",
        "PT-1H",
        "PT+1H",
        "pt1h",
        "PT1h",
        "PT1.5H1M",
        "P0.5DT1H",
        "PT.5S",
        "PT1.S",
        "PT1..5S",
        "PT1.5,5S",
        "PT1 S",
        "PT1H ",
        " PT1H",
        "PT1H\n",
        "PT\u0661S",
        "P0000000000001D",
        "P99999999999999999999D",
        "P2026-01-01T00:00:00",
        "PT1e3S"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> IsoDuration.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "PT168H, P7D",
    "PT8784H, P366D",
    "P1D, P1D",
    "PT0S, PT0S",
    "PT0.001S, PT0.001S",
    "PT25H, PT25H",
    "PT36H, PT36H",
    "PT1M30S, PT1M30S",
    "P1DT0.000000001S, PT24H0.000000001S",
    "P1W, P7D"
  })
  void whole_days_are_written_as_days(String duration, String text) {
    assertThat(IsoDuration.text(IsoDuration.parse(duration))).isEqualTo(text);
  }

  @Test
  void a_fraction_may_have_any_length() {
    assertThat(IsoDuration.parse("PT0." + "9".repeat(1_000_000) + "S"))
        .isEqualTo(Duration.ofNanos(999_999_999));
  }
}
