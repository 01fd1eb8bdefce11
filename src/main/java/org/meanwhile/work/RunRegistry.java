package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.meanwhile.job.Lease;
import org.meanwhile.job.RunLimits;

/** The runs of this node, each from its claim until its result is stored. Thread-safe. */
@ApplicationScoped
public class RunRegistry {
  private final Map<Lease, Run> runs = new ConcurrentHashMap<>();

  void add(Run run) {
    runs.put(run.lease(), run);
  }

  /** False when the run was not here. */
  boolean remove(Run run) {
    return runs.remove(run.lease(), run);
  }

  boolean holds(Lease lease) {
    return runs.containsKey(lease);
  }

  /** The runs as they are now. */
  Collection<Run> all() {
    return List.copyOf(runs.values());
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Applies limits that may have changed to the runs whose lease is one of these. */
  void limit(Predicate<Lease> which, RunLimits limits) {
    for (Run run : all()) {
      if (which.test(run.lease())) {
        run.limit(limits);
      }
    }
  }

  /** The same for one lease; does nothing when it has no run here. */
  void limit(Lease lease, RunLimits limits) {
    Run run = runs.get(lease);
    if (run != null) {
      run.limit(limits);
    }
  }

  /** Tells the runs whose lease is one of these to stop. */
  void stop(Predicate<Lease> which, StopReason reason) {
    for (Run run : all()) {
      if (which.test(run.lease())) {
        run.stop(reason);
      }
    }
  }
}
