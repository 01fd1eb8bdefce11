package org.meanwhile.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.run.Claims;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.OperationInfo;
import org.meanwhile.operation.catalogue.OperationTraits;
import org.meanwhile.operation.catalogue.WorkerTerms;
import org.meanwhile.platform.Settings;

class WorkerBudgetTest {

  private static WorkerBudget budget(OptionalInt maxLeases, Map<String, String> settings) {
    OperationInfo info =
        new OperationInfo(
            "resize",
            "Resize",
            "",
            List.of(),
            false,
            List.of("image/png"),
            3,
            new OperationTraits(true, false, true));
    return new WorkerBudget(
        OfferedOperation.forWorkers(info, "{}", new WorkerTerms(Duration.ofMinutes(1), maxLeases)),
        new Settings(settings::get),
        System::nanoTime);
  }

  @Test
  void callers_share_what_is_asked_for() {
    WorkerBudget budget = budget(OptionalInt.empty(), Map.of());
    budget.shares().jobsWaiting(List.of("alice", "bob"));

    assertThat(budget.divide(4, Map.of()))
        .containsExactlyInAnyOrder(new Claims.Share("alice", 2), new Claims.Share("bob", 2));
    assertThat(budget.divide(2, Map.of("alice", 5))).containsExactly(new Claims.Share("bob", 2));
  }

  @Test
  void no_more_are_leased_than_may_be_on_all_nodes() {
    WorkerBudget budget = budget(OptionalInt.of(3), Map.of());
    budget.shares().jobsWaiting(List.of("alice"));

    assertThat(budget.isLimited()).isTrue();
    assertThat(budget.divide(9, Map.of("bob", 2))).containsExactly(new Claims.Share("alice", 1));
    assertThat(budget.divide(9, Map.of("bob", 3))).isEmpty();
  }

  @Test
  void the_slots_of_an_operation_and_of_a_caller_hold() {
    WorkerBudget budget =
        budget(
            OptionalInt.of(100),
            Map.of("meanwhile.work.slots.resize", "5", "meanwhile.work.caller-slots", "2"));
    budget.shares().jobsWaiting(List.of("alice"));

    assertThat(budget.divide(9, Map.of())).containsExactly(new Claims.Share("alice", 2));
    assertThat(budget.divide(9, Map.of("bob", 4))).containsExactly(new Claims.Share("alice", 1));
    assertThat(budget.divide(9, Map.of("alice", 2))).isEmpty();
  }

  @Test
  void one_caller_leaves_a_quarter_to_others() {
    WorkerBudget budget = budget(OptionalInt.of(8), Map.of("meanwhile.security.mode", "jwt"));
    budget.shares().jobsWaiting(List.of("alice"));

    assertThat(budget.divide(9, Map.of())).containsExactly(new Claims.Share("alice", 6));
  }
}
