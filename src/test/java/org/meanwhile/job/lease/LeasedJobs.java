package org.meanwhile.job.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.meanwhile.job.JobError;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.RunResult;

/** What workers do, in tests of the stores. */
record LeasedJobs(Stores stores) {
  static final String HOLDER = "worker";
  static final Duration TIME = Duration.ofMinutes(1);
  private static final int MAX_CRASHES = 3;

  /** Asks for jobs of {@link Order#COPY}, whose leases have this limit. */
  private record Asked(int most, int limit) implements Leases.Demand {
    @Override
    public String operation() {
      return Order.COPY;
    }

    @Override
    public boolean isLimited() {
      return limit < Integer.MAX_VALUE;
    }

    @Override
    public List<Claims.Share> shares(Map<String, Integer> open) {
      int free = limit - open.values().stream().mapToInt(Integer::intValue).sum();
      int share = Math.min(most, free);
      return share > 0 ? List.of(new Claims.Share(Order.ALICE, share)) : List.of();
    }

    @Override
    public List<NewLease> assign(List<ClaimedJob> jobs) {
      List<NewLease> given = new ArrayList<>();
      for (ClaimedJob job : jobs) {
        Worker worker = new Worker(HOLDER, Optional.of("tester"));
        given.add(new NewLease(UUID.randomUUID().toString(), job, worker, TIME));
      }
      return given;
    }
  }

  LeasedJobs open() {
    stores.leases.begin();
    stores.workerOperations.declare(List.of(Order.COPY));
    return this;
  }

  List<String> lease(int most, int limit) {
    return stores.leases.claim(new Asked(most, limit)).granted().stream()
        .map(each -> each.lease().tokenSha256())
        .toList();
  }

  /** Stores a job and leases it. */
  String leased() {
    stores.jobs.store(Order.any());
    return lease(1, Integer.MAX_VALUE).get(0);
  }

  Optional<LeaseState> use(String token) {
    return stores.leases.use(token, HOLDER);
  }

  LeaseState used(String token) {
    return use(token).orElseThrow();
  }

  LeaseState.Phase phase(String token) {
    return used(token).phase();
  }

  int sweep() {
    return stores.leaseEnds.sweep(MAX_CRASHES);
  }

  private record Ending(
      String tokenSha256,
      String holder,
      Optional<String> fingerprint,
      boolean succeeded,
      BiFunction<LeaseState, Optional<RunResult.Succeeded>, RunResult> makes)
      implements LeaseEnds.Ending {
    @Override
    public RunResult result(LeaseState state, Optional<RunResult.Succeeded> output) {
      return makes.apply(state, output);
    }
  }

  LeaseEnds.Ended succeed(String token) {
    return end(
        new Ending(
            token, HOLDER, Optional.of("ok"), true, (state, output) -> output.orElseThrow()));
  }

  LeaseEnds.Ended fail(String token) {
    return end(
        new Ending(
            token,
            HOLDER,
            Optional.of("no"),
            false,
            (state, output) -> new RunResult.Failed(new JobError(500, "no", "no"))));
  }

  LeaseEnds.Ended handBack(String token) {
    return end(
        new Ending(
            token, HOLDER, Optional.empty(), false, (state, output) -> new RunResult.HandedBack()));
  }

  private LeaseEnds.Ended end(Ending ending) {
    return stores.leaseEnds.end(List.of(ending)).get(0);
  }
}
