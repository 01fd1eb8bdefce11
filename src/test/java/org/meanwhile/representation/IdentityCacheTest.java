package org.meanwhile.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdentityCacheTest {
  private final AtomicInteger made = new AtomicInteger();
  private final IdentityCache<Object, Integer> cache = new IdentityCache<>(1);

  private int get(Object key, Object variant) {
    return cache.get(key, variant, made::incrementAndGet);
  }

  @Test
  void a_value_is_made_once() {
    Object key = new Object();

    assertThat(get(key, "a")).isEqualTo(1);
    assertThat(get(key, "a")).isEqualTo(1);
  }

  @Test
  void another_variant_has_a_value_of_its_own() {
    Object key = new Object();
    get(key, "a");

    assertThat(get(key, "b")).isEqualTo(2);
  }

  @Test
  void an_equal_key_is_another_key() {
    get(new StringBuilder("x").toString(), "a");

    assertThat(get(new StringBuilder("x").toString(), "a")).isEqualTo(2);
  }

  @Test
  void the_last_key_takes_the_place() {
    Object first = new Object();
    get(first, "a");
    get(new Object(), "a");

    assertThat(get(first, "a")).isEqualTo(3);
  }
}
