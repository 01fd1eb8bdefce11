package org.meanwhile.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusySlotsTest {
  private static final long MILLI = 1_000_000;

  private final BusySlots slots = new BusySlots();

  @Test
  void two_slots_for_a_time_are_twice_the_time() {
    slots.taken(0);
    slots.taken(10 * MILLI);
    assertThat(slots.take(30 * MILLI)).isEqualTo(50);
    slots.freed(40 * MILLI);
    assertThat(slots.take(100 * MILLI)).isEqualTo(20 + 60);
    slots.freed(100 * MILLI);
    assertThat(slots.take(900 * MILLI)).isZero();
  }

  @Test
  void runs_of_less_than_a_millisecond_are_not_lost() {
    long taken = 0;
    for (int run = 0; run < 100; run++) {
      slots.taken(run * MILLI);
      slots.freed(run * MILLI + MILLI / 10);
      taken += slots.take(run * MILLI + MILLI / 10);
    }
    assertThat(taken).isEqualTo(10);
  }
}
