package org.meanwhile.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.job.delivery.DeliveryResult;
import org.meanwhile.job.delivery.DeliveryState;
import org.meanwhile.platform.Settings;

class RetryScheduleTest {
  private static final RetrySchedule SCHEDULE =
      new RetrySchedule(
          new Settings(Map.<String, String>of()::get).get(CallbackSettings.RETRY_DELAYS));

  private static final List<Duration> PROMISED =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  private static DeliveryResult after(int failures, AttemptOutcome outcome) {
    return SCHEDULE.after(failures, outcome, Duration.ofMillis(7));
  }

  private static AttemptOutcome answered(int status) {
    return AttemptOutcome.answered(status, Optional.empty());
  }

  @Test
  void delays_are_those_of_the_contract_with_ten_percent_jitter_and_then_it_gives_up() {
    for (int failures = 0; failures < PROMISED.size(); failures++) {
      long promised = PROMISED.get(failures).toMillis();

      DeliveryResult result = after(failures, answered(500));

      assertThat(result.state()).isEqualTo(DeliveryState.PENDING);
      assertThat(result.failures()).isEqualTo(failures + 1);
      assertThat(result.nextAfter().toMillis()).isBetween(promised * 9 / 10, promised * 11 / 10);
    }
    assertThat(after(PROMISED.size(), answered(500)).state()).isEqualTo(DeliveryState.GIVEN_UP);
  }

  @Test
  void delays_of_equal_attempts_differ() {
    assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8))
        .extracting(i -> after(8, AttemptOutcome.failed("x")).nextAfter())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void any_2xx_is_success(int status) {
    assertThat(after(3, answered(status)).state()).isEqualTo(DeliveryState.DELIVERED);
  }

  @Test
  void a_410_ends_the_delivery() {
    assertThat(after(0, answered(410)).state()).isEqualTo(DeliveryState.GONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 304, 307, 308, 400, 401, 404, 429, 500, 503, 599, 999})
  void any_other_status_is_attempted_again(int status) {
    assertThat(after(0, answered(status)).state()).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void a_receiver_may_ask_for_a_longer_delay_but_not_for_a_shorter_one() {
    AttemptOutcome longer = AttemptOutcome.answered(503, Optional.of(Duration.ofMinutes(1)));
    assertThat(after(0, longer).nextAfter()).isEqualTo(Duration.ofMinutes(1));
    AttemptOutcome shorter = AttemptOutcome.answered(503, Optional.of(Duration.ZERO));
    assertThat(after(0, shorter).nextAfter()).isGreaterThan(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "' 120 ', PT2M",
    "86400, PT24H",
    "31536000, PT24H",
    "2147483648, PT24H",
    "99999999999999999999, PT24H",
    "00000000000000000007, PT7S",
    "'\t7', PT7S",
    "000000000000000000000000000000000000000000000000000000000000000000, PT0S",
    "'Tue, 01 Dec 2026 00:01:00 GMT', PT1M",
    "'Tuesday, 01-Dec-26 00:01:00 GMT', PT1M",
    "'Tue Dec  1 00:01:00 2026', PT1M",
    "'sunday, 29-nov-26 12:41:23 gmt', PT0S",
    "'Mon, 30 Nov 2026 00:00:00 GMT', PT0S",
    "'Wed, 01 Dec 2027 00:00:00 GMT', PT24H",
  })
  void a_retry_after_is_read_and_limited_to_a_day(String field, Duration delay) {
    assertThat(RetryAfter.parse(field, Instant.parse("2026-12-01T00:00:00Z"))).contains(delay);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+1", "1.5", "1,5", "1e3", "PT1S", "soon", "2026-12-01T00:00:00Z"})
  void a_retry_after_that_is_neither_seconds_nor_a_date_is_ignored(String field) {
    assertThat(RetryAfter.parse(field, Instant.parse("2026-12-01T00:00:00Z"))).isEmpty();
  }
}
