package org.meanwhile.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  private static final Instant TWO_IN_THE_MORNING = Instant.parse("2026-12-01T02:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-12-01T02:00:00Z",
        "2026-12-01t02:00:00z",
        "2026-12-01T02:00:00.000000000Z",
        "2026-12-01T02:00:00.0000000009Z",
        "2026-12-01T02:00:00-00:00",
        "2026-12-01T03:30:00+01:30",
        "2026-11-30T21:00:00-05:00",
        "2026-12-02T01:59:00+23:59"
      })
  void a_time_is_read(String text) {
    assertThat(Rfc3339.parse(text)).isEqualTo(TWO_IN_THE_MORNING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "1985-04-12T23:20:50.52Z 1985-04-12T23:20:50.520Z",
        "1996-12-19T16:39:57-08:00 1996-12-20T00:39:57Z",
        "1990-12-31T23:59:60Z 1991-01-01T00:00:00Z",
        "1990-12-31T15:59:60-08:00 1991-01-01T00:00:00Z",
        "2016-12-31T23:59:60.5Z 2017-01-01T00:00:00.5Z",
        "2017-01-01T05:29:60+05:30 2017-01-01T00:00:00Z",
        "1937-01-01T12:00:27.87+00:20 1937-01-01T11:40:27.87Z",
        "0000-02-29T00:00:00Z 0000-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z 2000-02-29T00:00:00Z",
        "2026-12-01T02:00:00.12345678999Z 2026-12-01T02:00:00.123456789Z",
      })
  void examples_of_the_rfc_and_others_are_read(String text, Instant time) {
    assertThat(Rfc3339.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-12-01",
        "2026-12-01T02:00Z",
        "2026-12-01T02:00:00",
        "2026-12-01 02:00:00Z",
        "2026-12-01_02:00:00Z",
        "2026-12-01T02:00:00 Z",
        "2026-12-01T02:00:00+0100",
        "2026-12-01T02:00:00+01",
        "2026-12-01T02:00:00+24:00",
        "2026-12-01T02:00:00+01:60",
        "2026-12-01T02:00:00,5Z",
        "2026-12-01T02:00:00.Z",
        "2026-02-30T02:00:00Z",
        "2026-02-29T02:00:00Z",
        "1900-02-29T02:00:00Z",
        "2026-04-31T02:00:00Z",
        "2026-00-01T02:00:00Z",
        "2026-13-01T02:00:00Z",
        "2026-12-00T02:00:00Z",
        "2026-12-01T24:00:00Z",
        "2026-12-01T23:60:00Z",
        "2026-12-01T12:34:60Z",
        "2026-12-01T23:59:61Z",
        "+12026-12-01T02:00:00Z",
        "12026-12-01T02:00:00Z",
        "-2026-12-01T02:00:00Z",
        "26-12-01T02:00:00Z",
        "20261201T020000Z",
        "2026-W49-2T02:00:00Z",
        "2026-12-01T02:00:00Z[UTC]",
        "2026-12-01T02:00:00Z\n",
        "1764554400"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void every_day_that_there_is_is_read_and_no_other() {
    for (String year : new String[] {"0000", "1900", "2000", "2023", "2024", "9999"}) {
      for (int month = 0; month <= 13; month++) {
        for (int day = 0; day <= 32; day++) {
          String date = String.format("%s-%02d-%02d", year, month, day);
          assertThat(isTime(date + "T00:00:00Z")).as(date).isEqualTo(isDate(date));
        }
      }
    }
  }

  @Test
  void beyond_four_digits_of_a_year_is_the_first_or_last_time_within() {
    assertThat(Rfc3339.withinYears(Rfc3339.parse("0000-01-01T00:00:00Z")))
        .isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    assertThat(Rfc3339.withinYears(Rfc3339.parse("9999-12-31T23:59:59-10:00")))
        .isEqualTo(Instant.parse("9999-12-31T23:59:59.999999999Z"));
    assertThat(Rfc3339.withinYears(TWO_IN_THE_MORNING)).isEqualTo(TWO_IN_THE_MORNING);
  }

  private static boolean isTime(String text) {
    try {
      Rfc3339.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
