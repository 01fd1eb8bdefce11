package org.meanwhile.job.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Token buckets with a clock that the test moves. */
class TokenBucketsTest {
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();
  private final TokenBuckets buckets = new TokenBuckets(6, 3, () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void takeAll(String caller) {
    for (int i = 0; i < 6; i++) {
      assertThat(buckets.take(caller, 1)).isEmpty();
    }
  }

  @Test
  void the_tokens_of_a_minute_may_be_taken_at_once_and_are_refilled_evenly() {
    takeAll("alice");
    assertThat(buckets.take("alice", 1)).contains(Duration.ofSeconds(10));

    pass(Duration.ofSeconds(9));
    assertThat(buckets.take("alice", 1)).contains(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(buckets.take("alice", 1)).isEmpty();
    assertThat(buckets.take("alice", 1)).contains(Duration.ofSeconds(10));

    pass(Duration.ofHours(1));
    takeAll("alice");
    assertThat(buckets.take("alice", 1)).isPresent();
  }

  @Test
  void callers_have_buckets_of_their_own() {
    takeAll("alice");

    assertThat(buckets.take("bob", 1)).isEmpty();
  }

  @Test
  void the_status_tells_how_many_tokens_are_left_and_when_the_bucket_is_full() {
    assertThat(buckets.status("alice")).isEqualTo(new RateLimitStatus(6, 6, Duration.ZERO));

    takeAll("alice");
    pass(Duration.ofSeconds(15));

    assertThat(buckets.status("alice"))
        .isEqualTo(new RateLimitStatus(6, 1, Duration.ofSeconds(45)));
  }

  @Test
  void unused_tokens_are_returned() {
    takeAll("alice");
    buckets.release("alice", 1);

    assertThat(buckets.take("alice", 1)).isEmpty();
    assertThat(buckets.take("alice", 1)).isPresent();
  }

  @Test
  void full_buckets_and_those_beyond_the_maximum_are_not_kept() {
    buckets.take("alice", 1);
    pass(Duration.ofSeconds(11));
    buckets.take("bob", 1);
    assertThat(buckets.kept()).isEqualTo(1);

    takeAll("bob".repeat(2));
    takeAll("carol");
    takeAll("dora");
    assertThat(buckets.kept()).isEqualTo(3);
    assertThat(buckets.take("dora", 1)).as("the last is kept").isPresent();
    assertThat(buckets.take("bobbob", 1)).as("the first but bob, too").isPresent();
  }
}
