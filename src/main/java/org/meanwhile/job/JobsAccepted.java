package org.meanwhile.job;

import java.util.Map;

/**
 * Event: this node stored many new jobs of one caller in one transaction. A hint, fired once, after
 * the commit.
 *
 * @param byOperation how many jobs of each operation; not empty
 * @param due whether any of them waits for a slot rather than for its time
 */
public record JobsAccepted(String caller, Map<String, Long> byOperation, boolean due) {
  public JobsAccepted {
    byOperation = Map.copyOf(byOperation);
  }
}
