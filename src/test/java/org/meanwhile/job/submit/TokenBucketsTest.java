package org.meanwhile.job.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often callers may do something, by a clock that is moved by hand. */
class TokenBucketsTest {
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();
  private final TokenBuckets buckets = new TokenBuckets(6, 3, () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void takeAll(String caller) {
    for (int i = 0; i < 6; i++) {
      assertThat(buckets.take(caller)).isEmpty();
    }
  }

  @Test
  void a_minutes_worth_may_be_taken_at_once_and_comes_back_evenly() {
    takeAll("alice");
    assertThat(buckets.take("alice")).contains(Duration.ofSeconds(10));

    pass(Duration.ofSeconds(9));
    assertThat(buckets.take("alice")).contains(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(buckets.take("alice")).isEmpty();
    assertThat(buckets.take("alice")).contains(Duration.ofSeconds(10));

    pass(Duration.ofHours(1));
    takeAll("alice");
    assertThat(buckets.take("alice")).isPresent();
  }

  @Test
  void callers_do_not_take_from_each_other() {
    takeAll("alice");

    assertThat(buckets.take("bob")).isEmpty();
  }

  @Test
  void it_says_how_much_is_left_and_when_all_is() {
    assertThat(buckets.status("alice")).isEqualTo(new RateLimitStatus(6, 6, Duration.ZERO));

    takeAll("alice");
    pass(Duration.ofSeconds(15));

    assertThat(buckets.status("alice"))
        .isEqualTo(new RateLimitStatus(6, 1, Duration.ofSeconds(45)));
  }

  @Test
  void what_was_not_used_is_given_back() {
    takeAll("alice");
    buckets.release("alice");

    assertThat(buckets.take("alice")).isEmpty();
    assertThat(buckets.take("alice")).isPresent();
  }

  @Test
  void full_buckets_are_not_kept_nor_more_than_may_be() {
    buckets.take("alice");
    pass(Duration.ofSeconds(11));
    buckets.take("bob");
    assertThat(buckets.kept()).isEqualTo(1);

    takeAll("bob".repeat(2));
    takeAll("carol");
    takeAll("dora");
    assertThat(buckets.kept()).isEqualTo(3);
    assertThat(buckets.take("dora")).as("the last is kept").isPresent();
    assertThat(buckets.take("bobbob")).as("the first but bob, too").isPresent();
  }
}
