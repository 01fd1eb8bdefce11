package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims.Share;

/** Whose jobs are claimed, by a clock that is moved by hand. */
class FairSharesTest {
  private static final int MOST = 100;

  private final Map<String, Integer> load = new HashMap<>();
  private long nanos;
  private FairShares turns = turns(MOST);

  private FairShares turns(int mostOfCaller) {
    return new FairShares(caller -> load.getOrDefault(caller, 0), mostOfCaller, () -> nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** As if each caller had so many jobs waiting; those that are claimed run from then on. */
  private boolean claimed(List<Share> shares, Map<String, Integer> waiting) {
    List<ClaimedJob> jobs = new ArrayList<>();
    for (Share share : shares) {
      int count = Math.min(share.most(), waiting.getOrDefault(share.caller(), 0));
      for (int i = 0; i < count; i++) {
        jobs.add(job(share.caller()));
      }
      load.merge(share.caller(), count, Integer::sum);
    }
    return turns.claimed(shares, jobs);
  }

  private static ClaimedJob job(String caller) {
    Lease lease = new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1);
    return new ClaimedJob(
        lease,
        "copy",
        caller,
        "{}",
        1,
        1,
        Duration.ofHours(1),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void nobody_is_asked_for_who_is_not_known() {
    assertThat(turns.share(5)).isEmpty();
  }

  @Test
  void a_caller_that_is_alone_gets_all_the_room_each_time() {
    turns.hint("flooder");

    List<Share> all = turns.share(50);
    assertThat(all).containsExactly(new Share("flooder", 50));
    assertThat(claimed(all, Map.of("flooder", 999))).isTrue();
    assertThat(turns.share(7)).containsExactly(new Share("flooder", 7));
  }

  @Test
  void a_single_place_goes_to_the_one_who_has_the_fewest_runs_here() {
    load.put("flooder", 7);
    turns.hint("flooder");
    turns.hint("other");

    assertThat(turns.share(1)).containsExactly(new Share("other", 1));
  }

  @Test
  void places_are_divided_so_that_all_have_as_many_runs() {
    load.put("flooder", 4);
    load.put("bob", 1);
    turns.seen(List.of("flooder", "bob", "carol"));

    assertThat(turns.share(7))
        .containsExactlyInAnyOrder(new Share("bob", 3), new Share("carol", 4));
  }

  @Test
  void of_those_who_have_as_many_the_one_served_longest_ago_is_next() {
    turns.seen(List.of("alice", "bob"));

    String first = turns.share(1).get(0).caller();
    String second = turns.share(1).get(0).caller();
    assertThat(first).isNotEqualTo(second);
    assertThat(turns.share(1).get(0).caller()).isEqualTo(first);
  }

  @Test
  void what_one_does_not_take_the_others_get() {
    turns.seen(List.of("flooder", "other"));
    Map<String, Integer> waiting = Map.of("flooder", 999, "other", 1);

    assertThat(claimed(turns.share(10), waiting)).as("there is more").isTrue();
    assertThat(turns.share(4)).containsExactly(new Share("flooder", 4));
  }

  @Test
  void who_had_less_than_its_share_is_asked_again_after_a_while_and_then_less_often() {
    load.put("flooder", 50);
    turns.seen(List.of("flooder", "other"));
    Map<String, Integer> waiting = Map.of("flooder", 999);

    claimed(turns.share(2), waiting);
    assertThat(callers(turns.share(2))).doesNotContain("other");
    pass(Duration.ofMillis(21));
    claimed(turns.share(2), waiting);
    pass(Duration.ofMillis(21));
    assertThat(callers(turns.share(2))).as("twice as long now").doesNotContain("other");
    pass(Duration.ofMillis(21));
    assertThat(callers(turns.share(2))).contains("other");
  }

  @Test
  void a_hint_ends_the_while() {
    load.put("flooder", 50);
    turns.seen(List.of("flooder", "other"));
    claimed(turns.share(2), Map.of("flooder", 999));

    turns.hint("other");

    assertThat(turns.somebodyIsNew()).isTrue();
    assertThat(callers(turns.share(1))).containsExactly("other");
    assertThat(turns.somebodyIsNew()).isFalse();
  }

  @Test
  void who_has_runs_is_next_as_soon_as_those_who_have_none_turn_out_to_have_nothing_to_run() {
    load.put("broad", 2);
    turns.seen(List.of("later", "tomorrow", "broad"));

    List<Share> first = turns.share(2);
    assertThat(callers(first)).containsExactlyInAnyOrder("later", "tomorrow");
    assertThat(claimed(first, Map.of())).as("somebody is left to be asked").isTrue();
    assertThat(turns.share(2)).containsExactly(new Share("broad", 2));
  }

  @Test
  void when_nobody_had_enough_all_are_asked_again() {
    turns.seen(List.of("alice", "bob"));

    assertThat(claimed(turns.share(4), Map.of())).isFalse();
    assertThat(callers(turns.share(4))).containsExactlyInAnyOrder("alice", "bob");
  }

  @Test
  void who_is_not_heard_of_is_forgotten() {
    turns.hint("alice");
    pass(Duration.ofSeconds(3));
    turns.seen(List.of("bob"));

    assertThat(callers(turns.share(4))).containsExactly("bob");
  }

  @Test
  void no_caller_has_more_runs_than_it_may() {
    turns = turns(3);
    load.put("flooder", 1);
    turns.seen(List.of("flooder"));
    assertThat(turns.share(10)).containsExactly(new Share("flooder", 2));

    turns.seen(List.of("flooder", "other"));
    assertThat(turns.share(10))
        .containsExactlyInAnyOrder(new Share("flooder", 2), new Share("other", 3));

    load.put("flooder", 3);
    load.put("other", 3);
    assertThat(turns.share(10)).isEmpty();
  }

  @Test
  void of_very_many_callers_a_few_are_asked_each_time_and_all_in_turn() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add("caller" + i);
    }
    turns.seen(all);

    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Share> shares = turns.share(40);
      assertThat(shares).hasSizeLessThanOrEqualTo(16);
      asked.addAll(callers(shares));
    }
    assertThat(asked).containsAll(all);
  }

  private static List<String> callers(List<Share> shares) {
    return shares.stream().map(Share::caller).toList();
  }
}
