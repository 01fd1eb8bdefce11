package org.meanwhile.platform;

import java.time.Duration;
import java.util.function.Function;

/**
 * Where this node's figures go. To ask for the same metric again gives the same series; keep what
 * it gives, because the search takes longer than the count. Safe for use by many threads.
 */
public interface Meters {

  /** A number that only grows. */
  interface Counter {
    void inc(long by);

    default void inc() {
      inc(1);
    }
  }

  /** How often something took how long. */
  interface Timer {
    void update(Duration took);
  }

  Counter counter(Metric metric);

  Timer timer(Metric metric);

  /** A number that is asked for when somebody looks; {@code value} must be quick. */
  <T> void gauge(Metric metric, T of, Function<T, ? extends Number> value);
}
