package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  private static final Instant TWO_IN_THE_MORNING = Instant.parse("2026-12-01T02:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-12-01T02:00:00Z",
        "2026-12-01t02:00:00z",
        "2026-12-01T02:00:00.000000000Z",
        "2026-12-01T03:30:00+01:30",
        "2026-11-30T21:00:00-05:00"
      })
  void a_time_is_read(String text) {
    assertThat(Rfc3339.parse(text)).isEqualTo(TWO_IN_THE_MORNING);
    assertThat(Rfc3339.parseLenient(text)).isEqualTo(TWO_IN_THE_MORNING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-12-01",
        "2026-12-01T02:00:00",
        "2026-12-01 02:00:00Z",
        "2026-12-01T02:00:00+0100",
        "2026-02-30T02:00:00Z",
        "2026-12-01T25:00:00Z",
        "+12026-12-01T02:00:00Z"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> Rfc3339.parseLenient(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void seconds_are_left_out_only_where_that_is_allowed() {
    String withoutSeconds = "2026-12-01T02:00Z";

    assertThat(Rfc3339.parseLenient(withoutSeconds)).isEqualTo(TWO_IN_THE_MORNING);
    assertThatThrownBy(() -> Rfc3339.parse(withoutSeconds)).isInstanceOf(DateTimeException.class);
  }
}
