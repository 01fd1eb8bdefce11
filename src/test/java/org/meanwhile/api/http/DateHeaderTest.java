package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DateHeaderTest {
  private final SettableClock clock = new SettableClock();
  private final DateHeader date = new DateHeader(clock);

  @Test
  void a_second_is_formatted_once() {
    clock.now = Instant.parse("1994-11-06T08:49:37Z");
    String first = date.now();
    clock.now = clock.now.plusMillis(999);

    assertThat(date.now()).isSameAs(first).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void the_next_second_is_told() {
    clock.now = Instant.parse("1994-11-06T08:49:37.999Z");
    date.now();
    clock.now = clock.now.plusMillis(1);

    assertThat(date.now()).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
