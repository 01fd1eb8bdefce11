package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoDurationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"PT0S", "P2D", "PT1H", "P1DT2H3M4.5S", "PT0.000000001S", "PT90M", "P0D", "PT36H"})
  void a_duration_of_days_to_fractions_of_seconds_is_read(String text) {
    assertThat(IsoDuration.parse(text)).isEqualTo(Duration.parse(text));
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
        "-PT1H",
        "PT-1H",
        "PT+1H",
        "pt1h",
        "PT1.5H",
        "PT0.0000000001S",
        "PT1H ",
        "P99999999999999999999D",
        "PT9223372036854775808S",
        "P106751991167301D"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> IsoDuration.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void settings_may_be_in_lower_case() {
    assertThat(IsoDuration.parseLenient("pt1h")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void what_no_duration_can_hold_is_refused_everywhere() {
    assertThatThrownBy(() -> IsoDuration.parseLenient("P106751991167301D"))
        .isInstanceOf(DateTimeException.class);
  }
}
