package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final Instant SUNDAY = Instant.parse("1994-11-06T08:49:37Z");
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  @Test
  void a_time_is_written_as_in_the_example_of_rfc_9110() {
    assertThat(HttpDate.of(SUNDAY)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void fractions_of_a_second_are_cut_off() {
    assertThat(HttpDate.of(SUNDAY.plusNanos(999_999_999))).isEqualTo(HttpDate.of(SUNDAY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun Nov 06 08:49:37 1994",
        "Sun Nov 6 08:49:37 1994",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 09:49:37 +0100",
        "sun, 06 nov 1994 08:49:37 gmt",
        "SUNDAY, 6-NOV-94 08:49:37 GMT",
        "  Sun, 06 Nov 1994 08:49:37 GMT\t"
      })
  void each_form_is_read(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(SUNDAY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "Sunday, 29-Nov-26 12:41:23 GMT = 2026-11-29T12:41:23Z",
        "Wednesday, 01-Jan-70 00:00:00 GMT = 2070-01-01T00:00:00Z",
        "Tuesday, 01-Dec-76 00:00:00 GMT = 2076-12-01T00:00:00Z",
        "Wednesday, 01-Dec-76 00:00:01 GMT = 1976-12-01T00:00:01Z",
        "Thursday, 31-Dec-76 00:00:00 GMT = 1976-12-31T00:00:00Z",
        "Tuesday, 29-Feb-00 00:00:00 GMT = 2000-02-29T00:00:00Z",
        "Sat, 31 Dec 2016 23:59:60 GMT = 2017-01-01T00:00:00Z",
      })
  void a_year_of_two_digits_is_at_most_fifty_years_ahead(String text, Instant time) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 PST",
        "Sun, 06 Nov 1994 08:49:37 +9900",
        "Sunday, 31-Feb-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> HttpDate.parse(text, NOW)).isInstanceOf(DateTimeException.class);
  }
}
