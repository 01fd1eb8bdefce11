package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meanwhile.platform.FairShares;
import org.meanwhile.platform.Settings;

/** The clock of these tests is moved by hand. */
class ClaimBudgetsTest {
  private final RunCounters counters = new RunCounters(new ClaimSignals());
  private int spare;
  private long nanos;

  private ClaimBudgets budgets(Map<String, String> settings, String... operations) {
    return new ClaimBudgets(
        List.of(operations), new Settings(settings::get), counters, () -> spare, () -> nanos);
  }

  private static Map<String, String> slots(int slots) {
    return Map.of("meanwhile.work.slots", Integer.toString(slots));
  }

  private void claimed(int runs, String operation) {
    for (int i = 0; i < runs; i++) {
      counters.claimed(operation, "alice");
    }
  }

  /** Runs that were claimed, have run and are stored. */
  private void finished(int runs, Duration time) {
    for (int i = 0; i < runs; i++) {
      counters.claimed("copy", "alice");
      counters.ran(time);
      counters.released("copy", "alice");
      counters.stored();
    }
  }

  /** So many runs of this length within 100 ms. */
  private void finishedLately(ClaimBudgets budgets, int runs, Duration time) {
    budgets.inTurn();
    finished(runs, time);
    nanos += Duration.ofMillis(100).toNanos();
    budgets.inTurn();
  }

  private static ClaimBudgets.Budget only(ClaimBudgets budgets) {
    assertThat(budgets.inTurn()).hasSize(1);
    return budgets.inTurn().get(0);
  }

  @Test
  void operations_without_a_limit_share_one_budget() {
    assertThat(only(budgets(slots(8), "copy", "export")).operations())
        .containsExactly("copy", "export");
  }

  @Test
  void an_operation_with_a_limit_has_a_budget_of_its_own_and_budgets_take_turns() {
    ClaimBudgets budgets = budgets(Map.of("meanwhile.work.slots.nap", "2"), "copy", "nap");

    Set<List<String>> first = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      List<ClaimBudgets.Budget> inTurn = budgets.inTurn();
      assertThat(inTurn).hasSize(2);
      first.add(inTurn.get(0).operations());
    }
    assertThat(first).containsExactlyInAnyOrder(List.of("copy"), List.of("nap"));
  }

  @Test
  void a_bad_limit_of_an_operation_is_named() {
    assertThatThrownBy(() -> budgets(Map.of("meanwhile.work.slots.nap", "many"), "nap"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("meanwhile.work.slots.nap must be");
  }

  @Test
  void the_free_slots_remain() {
    ClaimBudgets budgets = budgets(slots(8), "copy");
    claimed(5, "copy");

    assertThat(only(budgets).remaining()).isEqualTo(3);
  }

  @Test
  void of_an_operation_no_more_remains_than_its_own_limit() {
    ClaimBudgets budgets =
        budgets(Map.of("meanwhile.work.slots", "8", "meanwhile.work.slots.nap", "3"), "nap");
    claimed(1, "nap");
    assertThat(only(budgets).remaining()).isEqualTo(2);

    claimed(6, "copy");
    assertThat(only(budgets).remaining()).as("a single slot is free").isEqualTo(1);
  }

  @Test
  void short_runs_are_claimed_ahead_of_the_slots() {
    ClaimBudgets budgets = budgets(slots(8), "copy");

    finishedLately(budgets, 100, Duration.ofMillis(1));

    assertThat(only(budgets).remaining()).as("8 slots and 50 ms of runs").isEqualTo(8 + 50);
  }

  @Test
  void long_runs_are_not_claimed_ahead() {
    ClaimBudgets budgets = budgets(slots(8), "copy");

    finishedLately(budgets, 100, Duration.ofSeconds(1));

    assertThat(only(budgets).remaining()).isEqualTo(8);
  }

  @Test
  void however_many_runs_finished_each_slot_gets_fifty_ahead_at_most() {
    ClaimBudgets budgets = budgets(slots(2), "copy");

    finishedLately(budgets, 10_000, Duration.ofNanos(1000));

    assertThat(only(budgets).remaining()).isEqualTo(2 + 2 * 50);
  }

  @Test
  void nothing_remains_while_a_thousand_results_are_not_stored() {
    ClaimBudgets budgets = budgets(slots(8), "copy");
    for (int i = 0; i < 1000; i++) {
      counters.claimed("copy", "alice");
      counters.released("copy", "alice");
    }
    assertThat(only(budgets).remaining()).isZero();

    counters.stored();
    assertThat(only(budgets).remaining()).isEqualTo(1);
  }

  @Test
  void with_long_runs_every_free_slot_is_worth_a_claim() {
    assertThat(budgets(slots(8), "copy").claimBelow()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void with_short_runs_a_claim_waits_until_half_of_them_are_finished() {
    ClaimBudgets budgets = budgets(slots(8), "copy");
    finishedLately(budgets, 100, Duration.ofMillis(1));

    assertThat(budgets.claimBelow()).isEqualTo((8 + 50) / 2);
  }

  @Test
  void a_caller_without_runs_is_claimed_for_at_once() {
    ClaimBudgets budgets = budgets(slots(8), "copy");
    finishedLately(budgets, 100, Duration.ofMillis(1));

    budgets.jobAccepted("bob");
    assertThat(budgets.claimBelow()).isEqualTo(Integer.MAX_VALUE);

    only(budgets).shares().divide(1);
    assertThat(budgets.claimBelow()).as("its claim was made").isEqualTo((8 + 50) / 2);
  }

  @Test
  void a_new_caller_of_an_operation_at_its_limit_waits() {
    ClaimBudgets budgets = budgets(Map.of("meanwhile.work.slots.nap", "1"), "nap");
    finishedLately(budgets, 100, Duration.ofMillis(1));
    claimed(1, "nap");

    budgets.jobsWaiting(List.of("bob"));

    assertThat(budgets.claimBelow()).isLessThan(Integer.MAX_VALUE);
  }

  private static Map<String, String> tellingCallersApart(String... more) {
    Map<String, String> all = new HashMap<>(Map.of("meanwhile.security.mode", "token"));
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private int share(ClaimBudgets.Budget budget, String caller) {
    budget.shares().jobsWaiting(List.of(caller));
    return budget.shares().divide(100).stream()
        .filter(share -> share.caller().equals(caller))
        .mapToInt(FairShares.Share::most)
        .sum();
  }

  @Test
  void one_caller_gets_all_slots_but_a_quarter_and_the_next_one_the_rest() {
    ClaimBudgets.Budget budget = only(budgets(tellingCallersApart(), "copy"));

    assertThat(share(budget, "alice")).isEqualTo(6);
    claimed(6, "copy");

    assertThat(share(budget, "alice")).isZero();
    assertThat(budget.remaining()).isEqualTo(2);
    assertThat(share(budget, "bob")).isEqualTo(6);
  }

  @Test
  void one_caller_gets_no_more_of_an_operations_own_slots_than_its_share_of_them() {
    ClaimBudgets budgets = budgets(tellingCallersApart("meanwhile.work.slots.nap", "2"), "nap");

    assertThat(share(only(budgets), "alice")).isEqualTo(1);
    claimed(1, "nap");

    assertThat(share(only(budgets), "alice")).isZero();
    assertThat(share(only(budgets), "bob")).isEqualTo(1);
  }

  @Test
  void short_runs_are_claimed_ahead_for_one_caller_in_proportion_to_its_share() {
    ClaimBudgets budgets = budgets(tellingCallersApart(), "copy");
    finishedLately(budgets, 100, Duration.ofMillis(1));

    assertThat(share(only(budgets), "alice")).isEqualTo(6 * (8 + 50) / 8);
  }

  @Test
  void spare_slots_are_claimed_for_too() {
    ClaimBudgets budgets = budgets(slots(8), "copy");
    claimed(8, "copy");
    assertThat(only(budgets).remaining()).isZero();

    spare = 6;

    assertThat(only(budgets).remaining()).isEqualTo(6);
  }
}
