package org.meanwhile.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses an issuer that answers when the test says, and with what the test says. */
class RemoteJwksTest {
  private static final Logger LOG = Logger.getLogger(RemoteJwks.class.getName());
  private static final JWKSet KEYS = new JWKSet(key("known"));

  private final AtomicLong nanos = new AtomicLong();
  private final Deque<CompletableFuture<JWKSet>> fetched = new ArrayDeque<>();
  private final RemoteJwks keys = new RemoteJwks(this::fetch, nanos::get);
  private CompletableFuture<JWKSet> answer = new CompletableFuture<>();
  private int fetches;

  private static JWK key(String id) {
    return new OctetSequenceKey.Builder(new byte[32]).keyID(id).build();
  }

  private synchronized CompletableFuture<JWKSet> fetch() {
    fetches++;
    fetched.add(answer);
    return answer;
  }

  private List<JWK> find(String id) throws KeySourceException {
    return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void issuerAnswers(JWKSet set) {
    answer = CompletableFuture.completedFuture(set);
  }

  private void issuerFails() {
    answer = CompletableFuture.failedFuture(new IOException("down"));
  }

  private void issuerHangs() {
    answer = new CompletableFuture<>();
  }

  @AfterEach
  void log_warnings_again() {
    LOG.setFilter(null);
    LOG.setLevel(null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_first_callers_share_one_fetch(boolean atOnce) throws Exception {
    if (atOnce) {
      issuerAnswers(KEYS);
    }
    int callers = 40;
    CountDownLatch arrived = new CountDownLatch(callers);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Future<List<JWK>>> found = new ArrayList<>();
      Callable<List<JWK>> caller =
          () -> {
            arrived.countDown();
            arrived.await();
            return find("known");
          };
      for (int i = 0; i < callers; i++) {
        found.add(threads.submit(caller));
      }
      arrived.await();
      answer.complete(KEYS);
      for (Future<List<JWK>> each : found) {
        assertThat(each.get()).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fetches).isEqualTo(1);
  }

  @Test
  void no_caller_waits_for_an_issuer_that_hangs_while_keys_are_usable() throws Exception {
    issuerAnswers(KEYS);
    find("known");
    issuerHangs();
    pass(Duration.ofMinutes(5).plusSeconds(1));

    for (int i = 0; i < 10; i++) {
      assertThat(find("known")).hasSize(1);
    }

    assertThat(fetches).isEqualTo(2);
    fetched.getLast().complete(new JWKSet(List.of(key("known"), key("new"))));
    assertThat(find("new")).hasSize(1);
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void keys_are_used_for_four_hours_of_an_outage_with_a_retry_now_and_then() throws Exception {
    issuerAnswers(KEYS);
    find("known");
    issuerFails();
    pass(Duration.ofMinutes(5).plusSeconds(1));
    for (int i = 0; i < 10; i++) {
      assertThat(find("known")).hasSize(1);
    }
    assertThat(fetches).isEqualTo(2);

    pass(Duration.ofHours(4).minusSeconds(2));
    assertThat(find("known")).hasSize(1);
    assertThat(fetches).isEqualTo(3);
    pass(Duration.ofSeconds(2));
    assertThatThrownBy(() -> find("known")).isInstanceOf(KeySourceException.class);
    assertThat(fetches).isEqualTo(3);

    issuerAnswers(KEYS);
    pass(Duration.ofSeconds(5));
    assertThat(find("known")).hasSize(1);
  }

  @Test
  void unknown_keys_cause_two_fetches_in_30_seconds() throws Exception {
    issuerAnswers(KEYS);
    find("known");
    for (int i = 0; i < 20; i++) {
      assertThat(find("unknown-" + i)).isEmpty();
    }
    assertThat(fetches).isEqualTo(3);

    pass(Duration.ofSeconds(30));
    issuerAnswers(new JWKSet(List.of(key("known"), key("new"))));
    assertThat(find("new")).hasSize(1);
    assertThat(fetches).isEqualTo(4);
  }

  @Test
  void an_issuer_that_fails_is_logged_once_a_minute() {
    List<String> warnings = new ArrayList<>();
    Filter quiet =
        logged -> {
          warnings.add(logged.getMessage());
          return false;
        };
    LOG.setFilter(quiet);
    LOG.setLevel(Level.WARNING);
    issuerFails();
    for (int i = 0; i < 13; i++) {
      assertThatThrownBy(() -> find("known")).isInstanceOf(KeySourceException.class);
      pass(Duration.ofSeconds(5));
    }

    assertThat(fetches).isEqualTo(13);
    assertThat(warnings).hasSize(2);
  }
}
