package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final Instant SUNDAY = Instant.parse("1994-11-06T08:49:37Z");

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
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 09:49:37 +0100"
      })
  void a_date_of_mail_is_read(String text) {
    assertThat(HttpDate.parse(text)).isEqualTo(SUNDAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "1994-11-06T08:49:37Z"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> HttpDate.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
