package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanwhile.platform.Service.Phase;

class ServiceSequenceTest {
  private final List<String> calls = new ArrayList<>();

  private final class Recorded implements Service {
    private final Phase phase;
    private final boolean wanted;
    private final boolean fails;

    private Recorded(Phase phase, boolean wanted, boolean fails) {
      this.phase = phase;
      this.wanted = wanted;
      this.fails = fails;
    }

    @Override
    public Phase phase() {
      return phase;
    }

    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public void start() {
      calls.add("start " + phase);
      if (fails) {
        throw new IllegalArgumentException("a bad setting");
      }
    }

    @Override
    public void stop(StopTime time) {
      calls.add("stop " + phase);
    }
  }

  private Service service(Phase phase) {
    return new Recorded(phase, true, false);
  }

  @Test
  void services_start_in_the_order_of_their_phases_and_stop_in_reverse() {
    ServiceSequence sequence =
        new ServiceSequence(
            List.of(service(Phase.WORK), service(Phase.WATCH), service(Phase.PRESENCE)));

    sequence.start();
    sequence.stop();

    assertThat(calls)
        .containsExactly(
            "start WATCH",
            "start PRESENCE",
            "start WORK",
            "stop WORK",
            "stop PRESENCE",
            "stop WATCH");
  }

  @Test
  void the_node_is_alive_for_as_long_as_it_works() {
    assertThat(Phase.PRESENCE).isLessThan(Phase.WORK);
  }

  @Test
  void a_service_that_is_not_wanted_is_neither_started_nor_stopped() {
    ServiceSequence sequence =
        new ServiceSequence(List.of(service(Phase.WATCH), new Recorded(Phase.WORK, false, false)));

    sequence.start();
    sequence.stop();

    assertThat(calls).containsExactly("start WATCH", "stop WATCH");
  }

  @Test
  void when_a_service_does_not_start_those_before_it_stop_and_the_failure_is_thrown() {
    ServiceSequence sequence =
        new ServiceSequence(List.of(service(Phase.PRESENCE), new Recorded(Phase.WORK, true, true)));

    assertThatThrownBy(sequence::start).hasMessage("a bad setting");

    assertThat(calls).containsExactly("start PRESENCE", "start WORK", "stop PRESENCE");
  }

  @Test
  void a_service_that_fails_to_stop_does_not_keep_the_others_from_it() {
    Service failing =
        new Service() {
          @Override
          public Phase phase() {
            return Phase.WORK;
          }

          @Override
          public boolean isWanted() {
            return true;
          }

          @Override
          public void start() {}

          @Override
          public void stop(StopTime time) {
            throw new IllegalStateException("in a test");
          }
        };
    ServiceSequence sequence = new ServiceSequence(List.of(failing, service(Phase.WATCH)));
    sequence.start();

    sequence.stop();

    assertThat(calls).containsExactly("start WATCH", "stop WATCH");
  }
}
