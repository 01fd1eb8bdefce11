package org.meanwhile.job.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.platform.Scope;

/** Who works elsewhere. */
public interface WorkersContract {
  int ALL = 1000;
  Worker ANN = new Worker("ann", Optional.of("gpu-1"));
  Worker NAMELESS = new Worker("ann", Optional.empty());
  Worker LEASING = new Worker(LeasedJobs.HOLDER, Optional.of("tester"));

  Stores stores();

  private List<KnownWorker> workers() {
    return stores().workers.list(Scope.everyone(), ALL);
  }

  private KnownWorker one(Worker worker) {
    return workers().stream().filter(each -> each.worker().equals(worker)).findAny().orElseThrow();
  }

  @Test
  default void a_worker_that_asked_is_known_with_what_it_does() {
    stores().workers.asked(Map.of(ANN, Set.of("resize", "crop"), NAMELESS, Set.of("crop")));

    assertThat(workers()).extracting(KnownWorker::worker).containsExactlyInAnyOrder(ANN, NAMELESS);
    assertThat(one(ANN).operations()).containsExactly("crop", "resize");
    assertThat(one(ANN).leases()).isEmpty();
    assertThat(one(ANN).seenAt()).isEqualTo(one(ANN).since());
  }

  @Test
  default void a_worker_that_asks_again_is_the_same_since_it_came() {
    stores().workers.asked(Map.of(ANN, Set.of("crop")));
    stores().passUnnoticed(Duration.ofMinutes(10));
    Instant since = one(ANN).since();
    stores().workers.asked(Map.of(ANN, Set.of("resize")));

    assertThat(workers()).hasSize(1);
    assertThat(one(ANN).operations()).containsExactly("resize");
    assertThat(one(ANN).since()).isEqualTo(since);
    assertThat(one(ANN).seenAt()).isAfter(since.plus(Duration.ofMinutes(9)));
  }

  @Test
  default void those_that_asked_last_are_first_and_others_see_their_own_alone() {
    stores().workers.asked(Map.of(NAMELESS, Set.of("crop")));
    stores().passUnnoticed(Duration.ofMinutes(1));
    stores().workers.asked(Map.of(LEASING, Set.of("crop")));

    assertThat(workers()).extracting(KnownWorker::worker).containsExactly(LEASING, NAMELESS);
    assertThat(stores().workers.list(Scope.everyone(), 1)).hasSize(1);
    assertThat(stores().workers.list(Scope.of("ann"), ALL))
        .extracting(KnownWorker::worker)
        .containsExactly(NAMELESS);
    assertThat(stores().workers.list(Scope.of("bob"), ALL)).isEmpty();
  }

  @Test
  default void a_worker_is_shown_with_the_leases_that_it_holds() {
    LeasedJobs leases = new LeasedJobs(stores()).open();
    stores().workers.asked(Map.of(LEASING, Set.of(Order.COPY)));
    stores().passUnnoticed(Duration.ofMinutes(5));
    String token = leases.leased();

    KnownWorker worker = one(LEASING);
    assertThat(worker.leases()).hasSize(1);
    assertThat(worker.leases().get(0).operation()).isEqualTo(Order.COPY);
    assertThat(worker.leases().get(0).job()).isEqualTo(leases.used(token).lease().job());
    assertThat(worker.seenAt()).isAfter(worker.since().plus(Duration.ofMinutes(4)));
    assertThat(stores().workers.list(Scope.of(LeasedJobs.HOLDER), ALL).get(0).leases()).hasSize(1);
    assertThat(one(LEASING).leases().get(0).expiresAt())
        .as("renewed")
        .isAfterOrEqualTo(one(LEASING).seenAt().plus(LeasedJobs.TIME));
  }

  @Test
  default void a_worker_that_was_not_heard_for_an_hour_is_forgotten_unless_it_holds_a_lease() {
    LeasedJobs leases = new LeasedJobs(stores()).open();
    stores().workers.asked(Map.of(ANN, Set.of("crop"), LEASING, Set.of(Order.COPY)));
    leases.leased();
    stores().workers.forget();
    assertThat(workers()).hasSize(2);

    stores().passUnnoticed(Workers.KNOWN_FOR.plusSeconds(1));
    stores().workers.forget();
    assertThat(workers()).extracting(KnownWorker::worker).containsExactly(LEASING);

    leases.sweep();
    stores().workers.forget();
    assertThat(workers()).isEmpty();
  }

  @Test
  default void a_caller_with_ever_new_names_fills_only_its_own_room() {
    for (int i = 0; i <= Workers.MAX_OF_CALLER; i++) {
      stores().workers.asked(Map.of(new Worker("ann", Optional.of("w" + i)), Set.of("crop")));
    }
    stores().workers.asked(Map.of(LEASING, Set.of("crop")));

    assertThat(stores().workers.list(Scope.of("ann"), 2 * ALL)).hasSize(Workers.MAX_OF_CALLER);
    assertThat(one(LEASING).operations()).containsExactly("crop");
  }
}
