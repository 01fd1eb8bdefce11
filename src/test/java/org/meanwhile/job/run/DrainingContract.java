package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;

/** A node that drains claims nothing, and ends what it has. */
public interface DrainingContract {
  Duration DEAD_AFTER = Duration.ofSeconds(30);

  Stores stores();

  private boolean drain(UUID node, boolean draining) {
    return stores().nodes.drain(node, draining, DEAD_AFTER);
  }

  private Optional<NodeState> state(UUID node) {
    return stores().nodes.find(node, DEAD_AFTER);
  }

  @Test
  default void a_draining_node_claims_nothing_until_it_drains_no_more() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());

    assertThat(drain(node, true)).isTrue();
    assertThat(stores().claimAtMost(node, 1)).isEmpty();
    assertThat(stores().nodes.isDraining(node)).isTrue();

    assertThat(drain(node, false)).isTrue();
    assertThat(stores().claimAtMost(node, 1)).hasSize(1);
    assertThat(stores().nodes.isDraining(node)).isFalse();
  }

  @Test
  default void a_draining_node_ends_what_it_runs_and_others_claim_on() {
    UUID node = stores().node();
    UUID other = stores().node();
    stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().jobs.store(Order.any());

    drain(node, true);

    assertThat(stores().complete(lease, stores().success(lease))).contains(JobStatus.SUCCEEDED);
    assertThat(stores().claimAtMost(other, 1)).hasSize(1);
  }

  @Test
  default void a_claim_that_is_under_way_keeps_its_job() throws Exception {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    stores().jobs.store(Order.any());

    var claim = Race.first(stores().db, () -> stores().claimAtMost(node, 1));
    Future<Boolean> drained = claim.second(() -> drain(node, true));
    assertThat(claim.commit()).hasSize(1);

    assertThat(Race.get(drained)).isTrue();
    assertThat(stores().claimAtMost(node, 1)).isEmpty();
  }

  @Test
  default void a_node_tells_whether_it_lives_and_drains() {
    UUID node = stores().node();
    UUID dead = stores().node();
    stores().silence(dead);
    drain(node, true);

    assertThat(state(node).orElseThrow())
        .matches(NodeState::alive)
        .matches(NodeState::draining)
        .extracting(NodeState::name)
        .isEqualTo("test");
    assertThat(state(dead).orElseThrow()).matches(state -> !state.alive() && !state.draining());
    assertThat(state(UUID.randomUUID())).isEmpty();
    assertThat(stores().nodes.list(DEAD_AFTER, 10))
        .extracting(NodeState::id)
        .containsExactly(node, dead);
  }

  @Test
  default void a_dead_node_cannot_be_drained() {
    UUID dead = stores().node();
    stores().silence(dead);

    assertThat(drain(dead, true)).isFalse();
    assertThat(drain(UUID.randomUUID(), true)).isFalse();
    assertThat(stores().nodes.isDraining(dead)).isFalse();
  }

  @Test
  default void a_node_that_starts_over_goes_on_draining() {
    UUID former = stores().node();
    UUID node = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    drain(former, true);

    stores().nodes.rejoin(former, node, "test");
    stores().nodes.rejoin(UUID.randomUUID(), other, "other");

    assertThat(stores().nodes.isDraining(node)).isTrue();
    assertThat(stores().nodes.isDraining(other)).isFalse();
  }
}
