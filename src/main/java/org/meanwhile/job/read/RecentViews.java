package org.meanwhile.job.read;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.JobId;

/**
 * Values by job, of a bounded number of bytes: when there are more, those that were asked for least
 * recently go. Safe for many threads.
 *
 * <p>Divided into parts with a lock each, so that threads seldom wait for each other. A value that
 * is larger than a part is not kept.
 */
final class RecentViews<V> {
  private static final int PARTS = 64;

  private final Part<V>[] parts;

  private record Weighed<V>(V value, long bytes) {}

  /**
   * @param maxBytes of all values together
   */
  @SuppressWarnings("unchecked") // an array of a generic type
  RecentViews(long maxBytes) {
    this.parts =
        IntStream.range(0, PARTS)
            .mapToObj(part -> new Part<V>(maxBytes / PARTS))
            .toArray(Part[]::new);
  }

  @Nullable V get(JobId job) {
    return part(job).get(job);
  }

  void put(JobId job, V value, long bytes) {
    part(job).put(job, new Weighed<>(value, bytes));
  }

  /** Ids made by a server differ least in their first bits; the hash has taken all of them. */
  private Part<V> part(JobId job) {
    int hash = job.hashCode();
    return parts[(hash ^ hash >>> 16) & (PARTS - 1)];
  }

  private static final class Part<V> {
    private final Map<JobId, Weighed<V>> values = new LinkedHashMap<>(16, 0.75f, true);
    private final long maxBytes;
    private long bytes;

    private Part(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    private synchronized @Nullable V get(JobId job) {
      Weighed<V> found = values.get(job);
      return found == null ? null : found.value();
    }

    private synchronized void put(JobId job, Weighed<V> value) {
      Weighed<V> before = values.put(job, value);
      bytes += value.bytes() - (before == null ? 0 : before.bytes());
      Iterator<Weighed<V>> eldest = values.values().iterator();
      while (bytes > maxBytes) {
        bytes -= eldest.next().bytes();
        eldest.remove();
      }
    }
  }
}
