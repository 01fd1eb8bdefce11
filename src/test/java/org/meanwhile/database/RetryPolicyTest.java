package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  @Test
  void none_returns_the_result_of_the_work() {
    assertThat(RetryPolicy.NONE.<String>get(() -> "result")).isEqualTo("result");
  }

  @Test
  void none_throws_the_first_failure_and_does_not_retry() {
    AtomicInteger calls = new AtomicInteger();
    DatabaseFailure failure = new DatabaseFailure(new SQLException("down", "08006"));

    assertThatThrownBy(
            () ->
                RetryPolicy.NONE.get(
                    () -> {
                      calls.incrementAndGet();
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(calls).hasValue(1);
  }
}
