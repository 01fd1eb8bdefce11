package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What waits for a thread. */
class FairQueueTest {
  private final FairQueue<String> ready = new FairQueue<>(item -> item.substring(0, 1));

  private List<String> drained() throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (String item = next(); item != null; item = next()) {
      all.add(item);
    }
    return all;
  }

  private String next() throws InterruptedException {
    return ready.poll(0, TimeUnit.SECONDS);
  }

  @Test
  void one_owners_items_go_as_they_came() throws Exception {
    List.of("a1", "a2", "a3").forEach(ready::add);

    assertThat(ready.size()).isEqualTo(3);
    assertThat(drained()).containsExactly("a1", "a2", "a3");
    assertThat(ready.isEmpty()).isTrue();
  }

  @Test
  void owners_take_turns_whenever_they_come() throws Exception {
    List.of("a1", "a2", "a3", "a4", "b1").forEach(ready::add);
    assertThat(next()).isEqualTo("a1");
    ready.add("c1");

    assertThat(drained()).containsExactly("b1", "a2", "c1", "a3", "a4");
  }

  @Test
  void what_is_removed_does_not_come() throws Exception {
    List.of("a1", "b1", "b2").forEach(ready::add);

    assertThat(ready.remove("a1")).isTrue();
    assertThat(ready.remove("a1")).isFalse();
    assertThat(ready.remove("b2")).isTrue();
    assertThat(drained()).containsExactly("b1");
  }

  @Test
  void who_waits_gets_the_next_that_comes() throws Exception {
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ready.poll(1, TimeUnit.MINUTES);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    ready.add("a1");

    assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo("a1");
  }
}
