package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meanwhile.api.http.ConcurrencyLimit.Entry;

class ConcurrencyLimitTest {

  @Test
  void a_caller_has_its_own_limit_and_all_have_one() {
    ConcurrencyLimit quota = new ConcurrencyLimit(3, 2);

    assertThat(quota.enter("alice")).isEqualTo(Entry.GRANTED);
    assertThat(quota.enter("alice")).isEqualTo(Entry.GRANTED);
    assertThat(quota.enter("alice")).isEqualTo(Entry.CALLER_HAS_ENOUGH);
    assertThat(quota.enter("bob")).isEqualTo(Entry.GRANTED);
    assertThat(quota.enter("bob")).isEqualTo(Entry.FULL);
  }

  @Test
  void a_place_that_is_given_back_can_be_taken_again() {
    ConcurrencyLimit quota = new ConcurrencyLimit(1, 1);
    quota.enter("alice");
    quota.enter("alice");
    quota.enter("bob");

    quota.leave("alice");

    assertThat(quota.enter("bob")).isEqualTo(Entry.GRANTED);
    assertThat(quota.enter("bob")).isEqualTo(Entry.FULL);
    quota.leave("bob");
    assertThat(quota.enter("alice")).isEqualTo(Entry.GRANTED);
  }

  @Test
  void nobody_may_enter_where_nothing_is_allowed() {
    assertThat(new ConcurrencyLimit(0, 5).enter("alice")).isEqualTo(Entry.FULL);
    assertThat(new ConcurrencyLimit(5, 0).enter("alice")).isEqualTo(Entry.CALLER_HAS_ENOUGH);
  }
}
