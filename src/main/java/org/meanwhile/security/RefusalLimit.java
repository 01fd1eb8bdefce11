package org.meanwhile.security;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the lines that refusals cause, to {@value #MAX_OF_CLIENT} a second for each client and
 * {@value #MAX_REPEATED} for all, so that one who floods the log neither fills the disk nor hides
 * the others: the first refusal of each client in a second counts apart, up to {@value #MAX_FIRST}
 * clients. Thread-safe.
 */
final class RefusalLimit {
  static final int MAX_OF_CLIENT = 50;
  static final int MAX_REPEATED = 200;
  static final int MAX_FIRST = 200;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;

  /** Of this second; at most {@link #MAX_FIRST} clients. */
  private final Map<String, Integer> written = new HashMap<>();

  private long secondStartNanos;
  private int repeated;
  private long skipped;

  RefusalLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.secondStartNanos = nanoTime.getAsLong();
  }

  /**
   * Counts a refusal.
   *
   * @param caller the refusal counts against the caller where there is one, because a proxy in
   *     front is one address of many callers
   * @param address of the client
   * @return how many refusals were skipped since the last one that was written; empty when this one
   *     is to be skipped
   */
  synchronized OptionalLong count(@Nullable String caller, String address) {
    long now = nanoTime.getAsLong();
    if (now - secondStartNanos >= SECOND_NANOS) {
      secondStartNanos = now;
      written.clear();
      repeated = 0;
    }
    if (!mayWrite(caller != null ? "caller " + caller : ClientNetwork.of(address))) {
      skipped++;
      return OptionalLong.empty();
    }
    long before = skipped;
    skipped = 0;
    return OptionalLong.of(before);
  }

  private boolean mayWrite(String client) {
    int before = written.getOrDefault(client, 0);
    if (before == 0 ? written.size() >= MAX_FIRST : before >= MAX_OF_CLIENT) {
      return false;
    }
    if (before > 0 && repeated++ >= MAX_REPEATED) {
      return false;
    }
    written.put(client, before + 1);
    return true;
  }
}
