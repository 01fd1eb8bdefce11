package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meanwhile.platform.ConcurrencyLimit.Permit;

class ConcurrencyLimitTest {

  @Test
  void a_caller_has_its_own_limit_and_all_callers_have_one() {
    ConcurrencyLimit limit = new ConcurrencyLimit(3, 2);

    assertThat(limit.tryAcquire("alice")).isEqualTo(Permit.GRANTED);
    assertThat(limit.tryAcquire("alice")).isEqualTo(Permit.GRANTED);
    assertThat(limit.tryAcquire("alice")).isEqualTo(Permit.CALLER_LIMIT_REACHED);
    assertThat(limit.tryAcquire("bob")).isEqualTo(Permit.GRANTED);
    assertThat(limit.tryAcquire("bob")).isEqualTo(Permit.LIMIT_REACHED);
  }

  @Test
  void refused_permits_are_not_in_use() {
    ConcurrencyLimit limit = new ConcurrencyLimit(2, 1);

    limit.tryAcquire("alice");
    limit.tryAcquire("alice");
    limit.tryAcquire("bob");
    limit.tryAcquire("carol");

    assertThat(limit.inUse()).isEqualTo(2);
  }

  @Test
  void a_released_permit_can_be_acquired_again() {
    ConcurrencyLimit limit = new ConcurrencyLimit(1, 1);
    limit.tryAcquire("alice");
    limit.tryAcquire("alice");
    limit.tryAcquire("bob");

    limit.release("alice");

    assertThat(limit.tryAcquire("bob")).isEqualTo(Permit.GRANTED);
    assertThat(limit.tryAcquire("bob")).isEqualTo(Permit.LIMIT_REACHED);
    limit.release("bob");
    assertThat(limit.tryAcquire("alice")).isEqualTo(Permit.GRANTED);
  }

  @Test
  void a_limit_of_zero_grants_nothing() {
    assertThat(new ConcurrencyLimit(0, 5).tryAcquire("alice")).isEqualTo(Permit.LIMIT_REACHED);
    assertThat(new ConcurrencyLimit(5, 0).tryAcquire("alice"))
        .isEqualTo(Permit.CALLER_LIMIT_REACHED);
  }
}
