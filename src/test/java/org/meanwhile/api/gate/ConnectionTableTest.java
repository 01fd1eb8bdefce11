package org.meanwhile.api.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionTableTest {
  private static final long SIZE = 1 << 18;

  private final ConnectionTable table = new ConnectionTable();

  @Test
  void requests_are_counted_for_each_connection() {
    assertThat(table.begin(7)).isTrue();
    assertThat(table.begin(7)).isTrue();
    assertThat(table.begin(8)).isTrue();

    assertThat(table.requests(7)).isEqualTo(2);
    assertThat(table.requests(8)).isEqualTo(1);
    assertThat(table.requests(9)).isZero();
  }

  @Test
  void nothing_begins_after_the_end() {
    table.begin(7);
    table.end(7);

    assertThat(table.begin(7)).isFalse();
    assertThat(table.begin(7)).isFalse();
    assertThat(table.begin(8)).isTrue();
  }

  @Test
  void a_later_connection_takes_the_entry_of_a_former_one() {
    table.begin(7);
    table.end(7);

    assertThat(table.begin(7 + SIZE)).isTrue();
    assertThat(table.requests(7 + SIZE)).isEqualTo(1);
    assertThat(table.requests(7)).isZero();
  }

  @Test
  void a_count_never_becomes_the_mark_of_an_end() {
    for (int i = 0; i < 1 << 17; i++) {
      assertThat(table.begin(-1)).isTrue();
    }
  }
}
