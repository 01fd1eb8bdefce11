package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meanwhile.platform.FairShares.Share;

/** Whose jobs are claimed, by a clock that is moved by hand. */
class FairSharesTest {
  private static final int SLOTS = 100;

  private final Map<String, Integer> runs = new HashMap<>();
  private long nanos;
  private FairShares shares = sharesUpTo(SLOTS);

  private FairShares sharesUpTo(int maxRunsOfCaller) {
    return new FairShares(
        caller -> runs.getOrDefault(caller, 0),
        caller -> maxRunsOfCaller - runs.getOrDefault(caller, 0),
        () -> nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** As if each caller had so many jobs waiting; those that are claimed run from then on. */
  private boolean claimed(List<Share> granted, Map<String, Integer> waiting) {
    List<String> jobs = new ArrayList<>();
    for (Share share : granted) {
      int count = Math.min(share.most(), waiting.getOrDefault(share.caller(), 0));
      for (int i = 0; i < count; i++) {
        jobs.add(share.caller());
      }
      runs.merge(share.caller(), count, Integer::sum);
    }
    return shares.claimed(granted, jobs);
  }

  @Test
  void a_caller_that_is_not_known_gets_no_share() {
    assertThat(shares.divide(5)).isEmpty();
  }

  @Test
  void a_caller_that_is_alone_gets_all_free_slots_each_time() {
    shares.jobAccepted("flooder");

    List<Share> all = shares.divide(50);
    assertThat(all).containsExactly(new Share("flooder", 50));
    assertThat(claimed(all, Map.of("flooder", 999))).isTrue();
    assertThat(shares.divide(7)).containsExactly(new Share("flooder", 7));
  }

  @Test
  void a_single_slot_goes_to_the_caller_with_the_fewest_runs_here() {
    runs.put("flooder", 7);
    shares.jobAccepted("flooder");
    shares.jobAccepted("other");

    assertThat(shares.divide(1)).containsExactly(new Share("other", 1));
  }

  @Test
  void slots_are_divided_so_that_all_callers_have_equally_many_runs() {
    runs.put("flooder", 4);
    runs.put("bob", 1);
    shares.jobsWaiting(List.of("flooder", "bob", "carol"));

    assertThat(shares.divide(7))
        .containsExactlyInAnyOrder(new Share("bob", 3), new Share("carol", 4));
  }

  @Test
  void of_callers_with_equally_many_runs_the_one_served_longest_ago_is_next() {
    shares.jobsWaiting(List.of("alice", "bob"));

    String first = shares.divide(1).get(0).caller();
    String second = shares.divide(1).get(0).caller();
    assertThat(first).isNotEqualTo(second);
    assertThat(shares.divide(1).get(0).caller()).isEqualTo(first);
  }

  @Test
  void slots_that_one_caller_does_not_use_go_to_the_others() {
    shares.jobsWaiting(List.of("flooder", "other"));
    Map<String, Integer> waiting = Map.of("flooder", 999, "other", 1);

    assertThat(claimed(shares.divide(10), waiting)).as("there is more").isTrue();
    assertThat(shares.divide(4)).containsExactly(new Share("flooder", 4));
  }

  @Test
  void a_caller_with_fewer_jobs_than_its_share_pauses_and_the_pause_doubles() {
    runs.put("flooder", 50);
    shares.jobsWaiting(List.of("flooder", "other"));
    Map<String, Integer> waiting = Map.of("flooder", 999);

    claimed(shares.divide(2), waiting);
    assertThat(callers(shares.divide(2))).doesNotContain("other");
    pass(Duration.ofMillis(21));
    claimed(shares.divide(2), waiting);
    pass(Duration.ofMillis(21));
    assertThat(callers(shares.divide(2)))
        .as("the pause is twice as long now")
        .doesNotContain("other");
    pass(Duration.ofMillis(21));
    assertThat(callers(shares.divide(2))).contains("other");
  }

  @Test
  void a_new_job_ends_the_pause() {
    runs.put("flooder", 50);
    shares.jobsWaiting(List.of("flooder", "other"));
    claimed(shares.divide(2), Map.of("flooder", 999));

    shares.jobAccepted("other");

    assertThat(shares.hasNewCaller()).isTrue();
    assertThat(callers(shares.divide(1))).containsExactly("other");
    assertThat(shares.hasNewCaller()).isFalse();
  }

  @Test
  void a_caller_with_runs_is_next_once_the_callers_without_runs_have_no_job_to_claim() {
    runs.put("broad", 2);
    shares.jobsWaiting(List.of("later", "tomorrow", "broad"));

    List<Share> first = shares.divide(2);
    assertThat(callers(first)).containsExactlyInAnyOrder("later", "tomorrow");
    assertThat(claimed(first, Map.of())).as("another caller may have jobs").isTrue();
    assertThat(shares.divide(2)).containsExactly(new Share("broad", 2));
  }

  @Test
  void when_all_callers_pause_all_get_a_share() {
    shares.jobsWaiting(List.of("alice", "bob"));

    assertThat(claimed(shares.divide(4), Map.of())).isFalse();
    assertThat(callers(shares.divide(4))).containsExactlyInAnyOrder("alice", "bob");
  }

  @Test
  void a_caller_not_heard_of_for_long_is_forgotten() {
    shares.jobAccepted("alice");
    pass(Duration.ofSeconds(3));
    shares.jobsWaiting(List.of("bob"));

    assertThat(callers(shares.divide(4))).containsExactly("bob");
  }

  @Test
  void no_caller_gets_more_runs_than_its_maximum() {
    shares = sharesUpTo(3);
    runs.put("flooder", 1);
    shares.jobsWaiting(List.of("flooder"));
    assertThat(shares.divide(10)).containsExactly(new Share("flooder", 2));

    shares.jobsWaiting(List.of("flooder", "other"));
    assertThat(shares.divide(10))
        .containsExactlyInAnyOrder(new Share("flooder", 2), new Share("other", 3));

    runs.put("flooder", 3);
    runs.put("other", 3);
    assertThat(shares.divide(10)).isEmpty();
  }

  @Test
  void of_many_callers_sixteen_are_served_at_a_claim_and_all_in_turn() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add("caller" + i);
    }
    shares.jobsWaiting(all);

    List<String> served = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Share> granted = shares.divide(40);
      assertThat(granted).hasSizeLessThanOrEqualTo(16);
      served.addAll(callers(granted));
    }
    assertThat(served).containsAll(all);
  }

  @Test
  void a_caller_rests_for_twenty_times_as_long_as_its_second_costly_claim_in_a_row_took() {
    shares.jobsWaiting(List.of("blocked", "other"));
    Duration walk = Duration.ofMillis(40);

    shares.took("blocked", walk.toNanos(), 1);
    assertThat(callers(shares.divide(10))).containsExactlyInAnyOrder("blocked", "other");
    shares.took("blocked", walk.toNanos(), 1);

    assertThat(callers(shares.divide(10))).containsExactly("other");
    shares.jobAccepted("blocked");
    pass(walk.multipliedBy(20).minusNanos(1));
    assertThat(callers(shares.divide(10))).containsExactly("other");
    pass(Duration.ofNanos(1));
    assertThat(callers(shares.divide(10))).containsExactlyInAnyOrder("blocked", "other");
  }

  @Test
  void no_caller_rests_for_longer_than_five_seconds_or_is_asked_although_it_is_alone() {
    shares.jobsWaiting(List.of("blocked"));
    shares.took("blocked", Duration.ofMinutes(1).toNanos(), 0);
    shares.took("blocked", Duration.ofMinutes(1).toNanos(), 0);

    assertThat(shares.divide(10)).isEmpty();
    assertThat(shares.hasNewCaller()).isFalse();
    pass(Duration.ofSeconds(5));
    assertThat(callers(shares.divide(10))).containsExactly("blocked");
  }

  @Test
  void a_cheap_claim_ends_the_row_and_one_that_finds_much_may_take_longer() {
    shares.jobsWaiting(List.of("busy"));

    shares.took("busy", Duration.ofMillis(40).toNanos(), 0);
    shares.took("busy", Duration.ofMillis(4).toNanos(), 0);
    shares.took("busy", Duration.ofMillis(40).toNanos(), 0);
    shares.took("busy", Duration.ofMillis(40).toNanos(), 10);

    assertThat(callers(shares.divide(10))).containsExactly("busy");
  }

  private static List<String> callers(List<Share> granted) {
    return granted.stream().map(Share::caller).toList();
  }
}
