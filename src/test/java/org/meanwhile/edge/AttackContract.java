package org.meanwhile.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanwhile.edge.support.Attack;
import org.meanwhile.edge.support.Attacks;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Proxy;
import org.meanwhile.edge.support.Wire;

/** Request smuggling (RFC 9112, section 11.2), by each way that is known. */
abstract class AttackContract {
  private static final int VICTIMS = 3;

  /** 4xx, 505, or nothing. nginx answers HTTP/0.9 without a head. */
  private static final String REFUSED = "(?s)(HTTP/1\\.[01] (4|505).*|<html>\\s+<head><title>4.*)?";

  final Proxy proxy;
  final EdgeNode node;

  AttackContract(Proxy proxy, EdgeNode node) {
    this.proxy = proxy;
    this.node = node;
  }

  static Stream<Attack> attacks() {
    return Attacks.all();
  }

  /** The proxy that is attacked. */
  Proxy attacked() {
    return proxy;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void what_rides_in_a_body_is_no_request_and_no_answer_to_another(Attack attack)
      throws IOException {
    Attack.Hidden hidden = Attack.Hidden.of(node.hidden());
    URI address = attacked().uri();

    String answers;
    try (Wire attacker = new Wire(address)) {
      answers = attacker.send(attack.bytes(node.honest(), hidden)).readSome();
    }
    for (int i = 0; i < VICTIMS; i++) {
      assertThat(asked(address)).startsWith("HTTP/1.1 200 ").contains("\"name\":\"simulate\"");
    }

    if (attack.refused()) {
      assertThat(answers).matches(REFUSED);
    }
    if (!attack.mayBeSeen()) {
      assertThat(answers).doesNotContain(hidden.id());
      assertThat(node.hasRun(hidden)).isFalse();
    } else if (node.hasRun(hidden)) {
      Awaitility.await("the proxy saw it").until(() -> attacked().log().contains(hidden.id()));
    }
  }

  private String asked(URI address) throws IOException {
    try (Wire victim = new Wire(address)) {
      return victim
          .send(
              "GET /operation/simulate HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                  + node.honest()
                  + "\r\nConnection: close\r\n\r\n")
          .readAll();
    }
  }
}
