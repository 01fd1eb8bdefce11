package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final FairQueue<String> queue =
      new FairQueue<>(item -> item.substring(0, 1), () -> 100, 100);

  private volatile int most;
  private final FairQueue<String> limited =
      new FairQueue<>(item -> item.substring(0, 1), () -> most, 2);

  private List<String> drain() throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (String item = next(); item != null; item = next()) {
      all.add(item);
    }
    return all;
  }

  private String next() throws InterruptedException {
    return queue.poll(0, TimeUnit.SECONDS);
  }

  @Test
  void the_items_of_one_owner_come_out_first_in_first_out() throws Exception {
    List.of("a1", "a2", "a3").forEach(queue::add);

    assertThat(queue.size()).isEqualTo(3);
    assertThat(drain()).containsExactly("a1", "a2", "a3");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void owners_take_turns() throws Exception {
    List.of("a1", "a2", "a3", "a4", "b1").forEach(queue::add);
    assertThat(next()).isEqualTo("a1");
    queue.add("c1");

    assertThat(drain()).containsExactly("b1", "a2", "c1", "a3", "a4");
  }

  @Test
  void a_removed_item_does_not_come_out() throws Exception {
    List.of("a1", "b1", "b2").forEach(queue::add);

    assertThat(queue.remove("a1")).isTrue();
    assertThat(queue.remove("a1")).isFalse();
    assertThat(queue.remove("b2")).isTrue();
    assertThat(drain()).containsExactly("b1");
  }

  @Test
  void a_waiting_thread_gets_the_next_item() throws Exception {
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return queue.poll(1, TimeUnit.MINUTES);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    queue.add("a1");

    assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo("a1");
  }

  @Test
  void an_owner_at_its_limit_is_passed_over_until_one_of_its_items_is_done() throws Exception {
    most = 3;
    List.of("a1", "a2", "a3", "b1").forEach(limited::add);

    assertThat(limited.poll(0, TimeUnit.SECONDS)).isEqualTo("a1");
    assertThat(limited.poll(0, TimeUnit.SECONDS)).isEqualTo("b1");
    assertThat(limited.poll(0, TimeUnit.SECONDS)).isEqualTo("a2");
    limited.done("b1");
    assertThat(limited.poll(0, TimeUnit.SECONDS)).as("two of its items are out").isNull();
    limited.done("a1");

    assertThat(limited.poll(0, TimeUnit.SECONDS)).isEqualTo("a3");
  }

  @Test
  void a_waiting_thread_gets_an_item_as_soon_as_more_may_be_out() throws Exception {
    most = 1;
    List.of("a1", "b1").forEach(limited::add);
    assertThat(limited.poll(0, TimeUnit.SECONDS)).isEqualTo("a1");
    CompletableFuture<String> waiting = CompletableFuture.supplyAsync(this::awaited);

    most = 2;
    limited.limitsChanged();

    assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo("b1");
  }

  private String awaited() {
    try {
      return limited.poll(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
