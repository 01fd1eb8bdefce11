package org.meanwhile.job.change;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A change of a job's labels.
 *
 * @param all whether every label that is not set goes
 * @param removed the names of those that go
 * @param set those that are added or get another value
 */
public record LabelPatch(boolean all, Set<String> removed, Map<String, String> set) {

  /** The labels after the change. */
  Map<String, String> applyTo(Map<String, String> labels) {
    Map<String, String> result = all ? new TreeMap<>() : new TreeMap<>(labels);
    result.keySet().removeAll(removed);
    result.putAll(set);
    return result;
  }
}
