package org.meanwhile.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meanwhile.job.lease.Leases;
import org.meanwhile.job.lease.NewLease;
import org.meanwhile.job.lease.Worker;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.security.UriSecret;

/** Workers that ask for jobs of one operation at the same time. For one thread. */
final class WorkerDemand implements Leases.Demand {
  private final WorkerBudget budget;
  private final List<Taker> takers;
  private final Map<String, UriSecret> secrets = new HashMap<>();
  private final Map<String, Integer> takersByToken = new HashMap<>();

  /**
   * A worker that asks.
   *
   * @param most how many jobs it takes; 1 or more
   */
  record Taker(Worker worker, int most) {}

  WorkerDemand(WorkerBudget budget, List<Taker> takers) {
    this.budget = budget;
    this.takers = takers;
  }

  @Override
  public String operation() {
    return budget.operation().name();
  }

  @Override
  public boolean isLimited() {
    return budget.isLimited();
  }

  @Override
  public List<Claims.Share> shares(Map<String, Integer> open) {
    long wanted = takers.stream().mapToLong(Taker::most).sum();
    return budget.divide((int) Math.min(wanted, Integer.MAX_VALUE), open);
  }

  /** Job by job: a worker that takes many leaves some to those that asked after it. */
  @Override
  public List<NewLease> assign(List<ClaimedJob> jobs) {
    secrets.clear();
    takersByToken.clear();
    List<NewLease> given = new ArrayList<>();
    int[] counts = new int[takers.size()];
    int next = 0;
    for (ClaimedJob job : jobs) {
      while (counts[next] == takers.get(next).most()) {
        next = (next + 1) % takers.size();
      }
      given.add(give(job, next));
      counts[next]++;
      next = (next + 1) % takers.size();
    }
    return given;
  }

  private NewLease give(ClaimedJob job, int taker) {
    UriSecret secret = UriSecret.random();
    secrets.put(secret.sha256(), secret);
    takersByToken.put(secret.sha256(), taker);
    return new NewLease(
        secret.sha256(),
        job,
        takers.get(taker).worker(),
        budget.operation().workers().orElseThrow().lease());
  }

  /** The place of the worker that gets a lease. */
  int takerOf(NewLease lease) {
    return takersByToken.get(lease.tokenSha256());
  }

  UriSecret secretOf(NewLease lease) {
    return secrets.get(lease.tokenSha256());
  }
}
