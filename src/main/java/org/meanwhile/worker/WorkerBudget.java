package org.meanwhile.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.lease.Leases;
import org.meanwhile.job.run.Claims;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.FairShares;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.CallerShare;

/**
 * How many jobs of one operation may be leased, and whose. Callers take turns as in the claims for
 * a node's own slots. For one thread.
 */
final class WorkerBudget {
  private final OfferedOperation operation;
  private final OptionalInt limit;
  private final int ofCaller;
  private final FairShares shares;

  /** Open leases on all nodes, as the last claim has counted them. */
  private Map<String, Integer> open = new HashMap<>();

  private List<FairShares.Share> divided = List.of();

  /**
   * The budget of an operation.
   *
   * @throws IllegalArgumentException one line that names a bad setting
   */
  WorkerBudget(OfferedOperation operation, Settings settings, LongSupplier nanoTime) {
    this.operation = operation;
    OptionalInt leases = operation.workers().orElseThrow().maxLeases();
    this.limit =
        settings
            .below(JobSettings.SLOTS, operation.name())
            .map(slots -> OptionalInt.of(Math.min(slots, leases.orElse(slots))))
            .orElse(leases);
    this.ofCaller =
        CallerShare.of(settings, JobSettings.CALLER_SLOTS).of(limit.orElse(Integer.MAX_VALUE));
    this.shares = new FairShares(this::openOf, caller -> ofCaller - openOf(caller), nanoTime);
  }

  private int openOf(String caller) {
    return open.getOrDefault(caller, 0);
  }

  OfferedOperation operation() {
    return operation;
  }

  boolean isLimited() {
    return limit.isPresent();
  }

  FairShares shares() {
    return shares;
  }

  /**
   * Divides what may be leased.
   *
   * @param wanted how many jobs workers ask for; 1 or more
   * @param openByCaller see {@link Leases.Demand#shares}
   */
  List<Claims.Share> divide(int wanted, Map<String, Integer> openByCaller) {
    open = new HashMap<>(openByCaller);
    int taken = open.values().stream().mapToInt(Integer::intValue).sum();
    int free = Math.min(wanted, limit.orElse(Integer.MAX_VALUE) - taken);
    divided = free <= 0 ? List.of() : shares.divide(free);
    return divided.stream().map(each -> new Claims.Share(each.caller(), each.most())).toList();
  }

  /** Records what was claimed; returns whether there may be more. */
  boolean claimed(Leases.Grants grants) {
    List<String> callers = new ArrayList<>();
    grants.granted().forEach(each -> callers.add(each.lease().job().caller()));
    callers.forEach(caller -> open.merge(caller, 1, Integer::sum));
    grants
        .claim()
        .tookNanos()
        .forEach(
            (caller, nanos) -> shares.took(caller, nanos, Collections.frequency(callers, caller)));
    return !divided.isEmpty() && shares.claimed(divided, callers);
  }
}
