package org.meanwhile.api.wait;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.job.ViewedJob;

class LastEventIdTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "none", "-1", "7x", "7-gone", "9999999999999999999"})
  void an_id_that_is_not_ours_covers_nothing(String field) {
    assertThat(LastEventId.parse(field).covers(ViewedJob.waiting().version(1).view())).isFalse();
  }

  @Test
  void an_event_covers_its_own_view_and_older_ones() {
    LastEventId third = LastEventId.parse(" 3 ");

    assertThat(third.covers(ViewedJob.running().version(2).view())).isTrue();
    assertThat(third.covers(ViewedJob.running().version(3).view())).isTrue();
    assertThat(third.covers(ViewedJob.running().version(4).view())).isFalse();
  }

  @Test
  void the_expiry_is_news_after_the_same_version() {
    var expired = ViewedJob.succeeded().version(3).expired().view();

    assertThat(LastEventId.parse("3").covers(expired)).isFalse();
    assertThat(LastEventId.parse("3-expired").covers(expired)).isTrue();
    assertThat(LastEventId.of(expired, 0)).isEqualTo(LastEventId.parse("3-expired"));
  }
}
