package org.meanwhile.api.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TurnsTest {
  /** What would run on other threads; the tests run it where they want to. */
  private final Queue<Runnable> later = new ArrayDeque<>();

  private final Turns turns = new Turns(2, 1, (caller, task) -> later.add(task));
  private final List<String> made = new ArrayList<>();
  private final List<Object> waiting = new ArrayList<>();

  private Object take(String caller) {
    return turns.take(
        caller,
        () -> {
          made.add(caller);
          return caller;
        });
  }

  private void runLater() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }

  @Test
  void the_first_answer_is_made_at_once() {
    assertThat(take("alice")).isEqualTo("alice");
    assertThat(later).isEmpty();
  }

  @Test
  void what_is_beyond_the_callers_limit_waits_and_is_made_afterwards() {
    turns.take("alice", () -> waiting.add(take("alice")));
    assertThat(made).isEmpty();
    runLater();
    assertThat(made).containsExactly("alice");
    assertThat(((CompletionStage<?>) waiting.get(0)).toCompletableFuture())
        .isCompletedWithValueMatching("alice"::equals);
  }

  @Test
  void another_caller_does_not_wait_for_the_first_ones_turn() {
    turns.take("alice", () -> waiting.add(take("alice")) && waiting.add(take("bob")));
    assertThat(made).containsExactly("bob");
    runLater();
    assertThat(made).containsExactly("bob", "alice");
  }

  @Test
  void callers_that_wait_for_the_limit_of_all_alternate() {
    turns.take(
        "alice",
        () ->
            turns.take(
                "bob",
                () -> {
                  for (String caller : List.of("carol", "carol", "dave")) {
                    take(caller);
                  }
                  return made.size();
                }));
    runLater();
    assertThat(made).containsExactly("carol", "dave", "carol");
  }

  @Test
  void no_more_are_made_at_a_time_than_the_limit_of_all() {
    turns.take("alice", () -> turns.take("bob", () -> waiting.add(take("carol"))));
    assertThat(made).isEmpty();
    assertThat(later).hasSize(1);
  }

  @Test
  void a_failure_reaches_its_client_and_passes_the_turn_on() {
    IllegalStateException failure = new IllegalStateException("no");
    assertThatThrownBy(
            () ->
                turns.take(
                    "alice",
                    () -> {
                      waiting.add(
                          turns.take(
                              "alice",
                              () -> {
                                throw failure;
                              }));
                      waiting.add(take("alice"));
                      throw failure;
                    }))
        .isSameAs(failure);
    runLater();
    assertThat(((CompletionStage<?>) waiting.get(0)).toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(made).containsExactly("alice");
  }

  @Test
  void an_answer_that_is_held_is_waited_for_without_its_turn() {
    CompletableFuture<String> held = new CompletableFuture<>();
    turns.take("alice", () -> waiting.add(turns.take("alice", () -> held)));
    runLater();
    CompletableFuture<?> stage = ((CompletionStage<?>) waiting.get(0)).toCompletableFuture();
    assertThat(stage).isNotCompleted();
    assertThat(take("alice")).isEqualTo("alice");
    held.complete("news");
    assertThat(stage).isCompletedWithValueMatching("news"::equals);
  }
}
