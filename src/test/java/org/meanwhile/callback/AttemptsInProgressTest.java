package org.meanwhile.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.Callback;
import org.meanwhile.job.JobId;
import org.meanwhile.job.delivery.ClaimedDelivery;
import org.meanwhile.platform.Settings;

/** 8 attempts at a time, 4 of them for one receiver; one caller's share is 6 and 3. */
class AttemptsInProgressTest {
  private final AttemptsInProgress attempts =
      new AttemptsInProgress(
          new Settings(
              Map.of(
                      "meanwhile.security.mode", "token",
                      "meanwhile.callback.max-concurrent", "8",
                      "meanwhile.callback.max-concurrent-per-host", "4")
                  ::get));

  private static ClaimedDelivery delivery(String caller, String receiver) {
    UUID id = UUID.randomUUID();
    Callback callback =
        new Callback("https://" + receiver + "/", receiver, List.of(), "https://here/");
    return new ClaimedDelivery(
        id, 1, new JobId(id), caller, 0, Optional.empty(), callback, true, Optional.empty());
  }

  private void begin(int count, String caller, String receiver) {
    for (int i = 0; i < count; i++) {
      assertThat(attempts.begin(delivery(caller, receiver))).isTrue();
    }
  }

  @Test
  void one_caller_leaves_places_to_the_next_however_many_receivers_it_has() {
    begin(3, "alice", "a.example");
    begin(3, "alice", "b.example");

    assertThat(attempts.freeFor("alice")).isZero();
    assertThat(attempts.free()).isEqualTo(2);
    assertThat(attempts.freeFor("bob")).isEqualTo(3);
  }

  @Test
  void one_caller_leaves_a_place_at_a_receiver_that_others_have_too() {
    begin(3, "alice", "hooks.example");

    assertThat(attempts.begin(delivery("alice", "hooks.example"))).isFalse();
    assertThat(attempts.receiversAtLimit("alice")).containsExactly("hooks.example");
    assertThat(attempts.receiversAtLimit("bob")).isEmpty();
    begin(1, "bob", "hooks.example");
    assertThat(attempts.receiversAtLimit("carol")).containsExactly("hooks.example");
  }

  @Test
  void what_has_ended_makes_room() {
    ClaimedDelivery first = delivery("alice", "a.example");
    attempts.begin(first);
    begin(2, "alice", "a.example");

    attempts.end(first);

    assertThat(attempts.count()).isEqualTo(2);
    assertThat(attempts.of("alice")).isEqualTo(2);
    assertThat(attempts.begin(delivery("alice", "a.example"))).isTrue();
  }
}
