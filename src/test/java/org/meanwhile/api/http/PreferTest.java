package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The field Prefer as RFC 7240 has it; fields are separated by {@code |} here. */
class PreferTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "respond-async; monitor",
        "respond-async;monitor",
        "Respond-Async ; MONITOR",
        "respond-async;monitor=",
        "respond-async;monitor=\"\"",
        "respond-async=\"\"; monitor",
        "respond-async; foo=bar; monitor; foo",
        "respond-async; foo=\"a, b; c\"; monitor",
        "wait=10, respond-async; monitor",
        "respond-async; monitor, wait=10",
        "wait=10 | respond-async; monitor",
        "respond-async; monitor, respond-async",
      })
  void a_monitor_is_preferred(String fields) {
    assertThat(Prefer.monitor(List.of(fields.split(" [|] ")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "monitor",
        "respond-async",
        "respond-async, monitor",
        "respond-async | monitor",
        "respond-async=1; monitor",
        "respond-async; monitor=1",
        "respond-async; monitor=no; monitor",
        "respond-async; monitors",
        "respond-async; foo=\"; monitor\"",
        "foo=\"respond-async; monitor\"",
        "respond-async, respond-async; monitor",
        "respond-async; monitor=a=b",
      })
  void another_preference_is_for_no_monitor(String fields) {
    assertThat(Prefer.monitor(List.of(fields.split(" [|] ")))).isFalse();
    assertThat(Prefer.monitor(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '\'',
      value = {
        "wait=10 ! 10",
        "WAIT=10 ! 10",
        "wait = 10 ! 10",
        "wait=\"10\" ! 10",
        "wait=\"1\\0\" ! 10",
        "wait=010 ! 10",
        "wait=61 ! 60",
        "wait=99999999999999999999 ! 60",
        "wait=0000000000000000000005 ! 5",
        "wait=10; foo=bar ! 10",
        "wait=10;foo=\"a,wait=3\" ! 10",
        "respond-async, wait=10 ! 10",
        "respond-async;a=\"x, wait=1\", wait=10 ! 10",
        "foo=\"\\\", wait=1\", wait=10 ! 10",
        ",, wait=10 ! 10",
        "respond-async | wait=10 ! 10",
        "wait=10, wait=20 ! 10",
        "wait=10 | wait=20 ! 10",
      })
  void a_wait_is_read(String fields, int seconds) {
    assertThat(Prefer.wait(fields(fields))).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=\"\"",
        "wait=0",
        "wait=-1",
        "wait=1.5",
        "wait=ten",
        "wait=+5",
        "wait=1=2",
        "wait=٣",
        "waiting=10",
        "foo=wait=10",
        "respond-async",
        "respond-async; wait=10",
        "foo=\"wait=10\"",
        "foo=\"unterminated, wait=10",
        "wait=x, wait=10",
        "=10",
        ";wait=10",
      })
  void anything_else_is_ignored(String fields) {
    assertThat(Prefer.wait(fields(fields))).isEmpty();
  }

  @Test
  void no_field_is_no_preference() {
    assertThat(Prefer.wait(null)).isEmpty();
    assertThat(Prefer.wait(List.of())).isEmpty();
  }

  private static List<String> fields(String text) {
    return Arrays.asList(text.split("\\|"));
  }
}
