package org.meanwhile.representation;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of objects that do not change, by their identity: a key that another read
 * has made is another key. Each key has one place, which it shares with others; the last one takes
 * it. Values must not change either. Bounded; safe for many threads.
 */
final class IdentityCache<K, V> {
  private final AtomicReferenceArray<@Nullable Entry<K, V>> places;

  private record Entry<K, V>(K key, Object variant, V value) {}

  /**
   * @param places how many values are remembered at most: a power of 2
   */
  IdentityCache(int places) {
    this.places = new AtomicReferenceArray<>(places);
  }

  /**
   * The value of the key.
   *
   * @param variant what the value depends on beside the key; compared by {@code equals}
   * @param make makes the value unless it is remembered
   */
  V get(K key, Object variant, Supplier<V> make) {
    int place = System.identityHashCode(key) & (places.length() - 1);
    Entry<K, V> known = places.get(place);
    if (known != null && known.key() == key && known.variant().equals(variant)) {
      return known.value();
    }
    V value = make.get();
    places.set(place, new Entry<>(key, variant, value));
    return value;
  }
}
