package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.security.AccessDecision.Refused;

class AuditTest {
  private final Logger logger = Logger.getLogger("org.meanwhile.audit");
  private final List<String> lines = new ArrayList<>();
  private final Audit audit = new Audit();
  private final Caller caller = new Caller();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          lines.add(logged.getMessage());
        }

        @Override
        public void flush() {
          // Records are not buffered.
        }

        @Override
        public void close() {
          // There is nothing to close.
        }
      };

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
    caller.leave();
  }

  @Test
  void a_line_says_who_did_what_from_where() {
    UUID job = UUID.randomUUID();
    caller.enter(
        Optional.of(Identity.of("alice", List.of("submitter"))), "192.0.2.1", () -> () -> true);

    audit.done(Audit.Event.CREATED, job);

    assertThat(lines)
        .containsExactly(
            "{\"event\":\"created\",\"caller\":\"alice\",\"job\":\""
                + job
                + "\",\"remote\":\"192.0.2.1\",\"outcome\":\"done\"}");
  }

  @Test
  void text_of_a_client_cannot_add_a_line() {
    String forged = "/x\r\n{\"event\":\"created\"}\u2028\u001b[31m\u202e\"";

    audit.refused(Request.of("G\nET", forged).toAccessRequest(), Refused.withoutToken());

    assertThat(lines).singleElement().asString().matches("[ -~]*").contains("\\r\\n");
  }

  @Test
  void a_refused_shared_URI_is_written_without_its_secret() {
    audit.refused(
        Request.of("GET", "/shared/verysecret").toAccessRequest(), Refused.withoutToken());
    audit.refused(
        Request.of("GET", "//shared/verysecret").toAccessRequest(), Refused.withoutToken());

    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("verysecret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/shared/%s",
        "/lease/%s/output",
        "/%%73hared/%s",
        "/%%2573hared/%s",
        "/%%252573hared/%s",
        "/SHARED/%s",
        "/shared;x/%s",
        "/shared%%2F%s",
        "/shared/x/%s",
        "/job/%s",
        "/job/mw_%s",
        "/job/%%6dw_%s;a=1",
        "/job/eyJhbGciOiJSUzI1NiJ9.%s.%1$s",
        "/$1/\\/%%24%%5C%s",
      })
  void a_secret_in_a_path_is_not_written_however_it_is_encoded(String path) {
    String secret = "q3J5bW9yZS10aGFuLWVub3VnaC1yYW5kb20tYnl0ZXM";
    StringBuilder escaped = new StringBuilder();
    secret.chars().forEach(c -> escaped.append('%').append(Integer.toHexString(c)));

    for (String encoded : List.of(secret, "%71" + secret.substring(1), escaped.toString())) {
      audit.refused(
          Request.of("GET", path.formatted(encoded)).toAccessRequest(), Refused.withoutToken());
    }
    audit.refused(Request.of(secret, "/job").toAccessRequest(), Refused.withoutToken());

    assertThat(lines)
        .hasSize(4)
        .noneMatch(line -> line.contains("3J5bW9yZS10aGFu") || line.contains("%4A"))
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("%33%4a%35"));
  }

  @Test
  void a_path_without_a_secret_is_written_as_it_was_sent() {
    String path = "/job/01a21104-94d4-7eae-8e5b-8399837b1fed/%6futput%";

    audit.refused(Request.of("GET", path).toAccessRequest(), Refused.withoutToken());

    assertThat(lines).singleElement().asString().contains(path);
  }

  @Test
  void many_refusals_do_not_fill_the_log() {
    for (int i = 0; i < 1000; i++) {
      audit.refused(Request.of("GET", "/job").toAccessRequest(), Refused.withoutToken());
    }

    assertThat(lines).isNotEmpty().hasSizeLessThan(1000);
  }
}
