package org.meanwhile.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract on a database that several nodes share. */
class PostgresStoreTest extends StoreContract {
  @Override
  TestDatabase database() {
    return TestDatabase.postgres();
  }

  @Test
  void nodes_live_beside_each_other() {
    UUID before = stores().node();

    stores().nodes.join(UUID.randomUUID(), "next");

    assertThat(stores().nodes.beat(before)).isTrue();
  }

  @Test
  void a_claimer_does_not_wait_for_another_but_takes_what_that_one_left() throws Exception {
    UUID node = stores().node();
    JobId urgent = stores().jobs.store(Order.any().withPriority(2));
    JobId other = stores().jobs.store(Order.any().withPriority(1));

    var first = Race.first(stores().db, () -> stores().claimAtMost(node, 1));
    List<Lease> second = stores().claimAtMost(node, 5);

    assertThat(second).extracting(Lease::job).containsExactly(other);
    assertThat(first.commit()).extracting(Lease::job).containsExactly(urgent);
  }
}
