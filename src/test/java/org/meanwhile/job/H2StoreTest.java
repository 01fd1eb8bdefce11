package org.meanwhile.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.TestDatabase;

/** The contracts on the embedded database. */
class H2StoreTest extends StoreContract {
  @Override
  TestDatabase database() {
    return TestDatabase.h2();
  }

  @Test
  void a_node_with_an_exclusive_database_marks_all_others_dead_when_it_joins() {
    UUID before = stores().node();
    UUID now = UUID.randomUUID();

    stores().nodes.join(now, "next");

    assertThat(stores().nodes.beat(before)).isFalse();
    assertThat(stores().nodes.beat(now)).isTrue();
  }
}
