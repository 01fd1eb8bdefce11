package org.meanwhile.job.pause;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.job.estimate.QueueSnapshot;

/** A pause is kept until somebody ends it, and costs no job anything. */
public interface PausingContract {
  Optional<String> REASON = Optional.of("the receiver is down");

  Stores stores();

  /** What another node reads that asks for the first time. */
  private Map<String, Pause> asOthersSeeIt() {
    return new Pauses(stores().database).latest();
  }

  @Test
  default void a_pause_is_seen_by_its_node_at_once_and_by_others_when_they_look() {
    assertThat(stores().pauses.latest()).isEmpty();

    assertThat(stores().pauses.pause(Order.COPY, REASON)).isTrue();

    assertThat(stores().pauses.latest().get(Order.COPY).reason()).isEqualTo(REASON);
    assertThat(asOthersSeeIt()).isEqualTo(stores().pauses.latest());
    assertThat(stores().pauses.latest().get(Order.COPY).since())
        .isBetween(stores().now().minusSeconds(60), stores().now());
  }

  @Test
  default void a_second_pause_keeps_the_time_and_a_reason_that_it_does_not_replace() {
    stores().pauses.pause(Order.COPY, REASON);
    Pause first = stores().pauses.latest().get(Order.COPY);

    assertThat(stores().pauses.pause(Order.COPY, Optional.empty())).isFalse();
    assertThat(stores().pauses.latest()).containsEntry(Order.COPY, first);
    assertThat(stores().pauses.pause(Order.COPY, Optional.of("another"))).isTrue();
    assertThat(stores().pauses.latest())
        .containsEntry(Order.COPY, new Pause(first.since(), Optional.of("another")));
  }

  @Test
  default void the_reason_goes_with_the_pause() {
    assertThat(stores().pauses.explain(Order.COPY, REASON)).isFalse();
    stores().pauses.pause(Order.COPY, REASON);
    assertThat(stores().pauses.resume(Order.COPY)).isTrue();
    assertThat(stores().pauses.latest()).isEmpty();
    assertThat(stores().pauses.resume(Order.COPY)).isFalse();

    stores().pauses.pause(Order.COPY, Optional.empty());

    assertThat(stores().pauses.latest().get(Order.COPY).reason()).isEmpty();
    assertThat(stores().pauses.explain(Order.COPY, REASON)).isTrue();
    assertThat(asOthersSeeIt().get(Order.COPY).reason()).isEqualTo(REASON);
  }

  @Test
  default void two_operators_may_pause_an_operation_at_the_same_moment() throws Exception {
    var first = Race.first(stores().db, () -> stores().pauses.pause(Order.COPY, REASON));
    Future<Boolean> second =
        first.second(() -> stores().pauses.pause(Order.COPY, Optional.of("likewise")));
    first.commit();

    assertThat(Race.get(second)).isTrue();
    assertThat(asOthersSeeIt().get(Order.COPY).reason()).contains("likewise");
  }

  @Test
  default void jobs_of_a_paused_operation_have_no_place_in_the_queue_and_take_none() {
    UUID node = stores().node();
    JobId paused = stores().jobs.store(Order.any().withPriority(1));
    JobId other = stores().jobs.store(Order.any().of("other"));
    stores().pauses.pause(Order.COPY, Optional.empty());

    QueueSnapshot queue = stores().estimates(Map.of()).latest();

    assertThat(queue.position(paused)).isEmpty();
    assertThat(queue.position(other)).hasValue(1);
    assertThat(node).isNotNull();
  }
}
