package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The clock of these tests is moved by hand. */
class RefusalLimitTest {
  private long nanos;
  private final RefusalLimit limit = new RefusalLimit(() -> nanos);

  private long written(String address, int refusals) {
    return IntStream.range(0, refusals).filter(i -> limit.count(null, address).isPresent()).count();
  }

  @Test
  void one_address_that_floods_hides_no_other() {
    assertThat(written("192.0.2.1", 1000)).isEqualTo(RefusalLimit.MAX_OF_CLIENT);

    assertThat(limit.count(null, "192.0.2.2")).hasValue(950);
    assertThat(limit.count(null, "192.0.2.2")).hasValue(0);
  }

  @Test
  void many_addresses_that_flood_hide_no_other() {
    for (int i = 0; i < 100; i++) {
      written("192.0.2." + i, 1000);
    }

    assertThat(limit.count(null, "198.51.100.1")).isPresent();
    assertThat(limit.count(null, "198.51.100.1")).as("all repeat too much").isEmpty();
  }

  @Test
  void there_is_an_end_to_it() {
    long lines =
        IntStream.range(0, 100_000)
            .filter(
                i ->
                    limit
                        .count(null, "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255))
                        .isPresent())
            .count();

    assertThat(lines).isEqualTo(RefusalLimit.MAX_FIRST);
  }

  @Test
  void the_addresses_of_one_network_of_64_bits_are_one() {
    long lines =
        IntStream.range(1, 1000)
            .filter(i -> limit.count(null, "2001:db8:1:2::" + Integer.toHexString(i)).isPresent())
            .count();

    assertThat(lines).isEqualTo(RefusalLimit.MAX_OF_CLIENT);
    assertThat(limit.count(null, "2001:db8:1:3::1")).isPresent();
    assertThat(limit.count(null, "2001:db8:1:3::1%eth0")).isPresent();
  }

  @Test
  void the_next_second_begins_anew() {
    written("192.0.2.1", 60);
    nanos += TimeUnit.SECONDS.toNanos(1);

    assertThat(limit.count(null, "192.0.2.1")).hasValue(10);
  }

  @Test
  void callers_behind_one_proxy_count_apart() {
    for (int i = 0; i < RefusalLimit.MAX_OF_CLIENT; i++) {
      limit.count("worst", "192.0.2.1");
    }
    assertThat(limit.count("worst", "192.0.2.1")).isEmpty();
    assertThat(limit.count("other", "192.0.2.1")).hasValue(1);
  }
}
