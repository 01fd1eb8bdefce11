package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meanwhile.security.Verdict.Refused;

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
          // Nothing is kept.
        }

        @Override
        public void close() {
          // Nothing is open.
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
    caller.enter(Identity.of("alice", List.of("submitter")), "192.0.2.1");

    audit.done(Audit.Event.CREATED, job);

    assertThat(lines)
        .containsExactly(
            "{\"event\":\"created\",\"caller\":\"alice\",\"job\":\""
                + job
                + "\",\"remote\":\"192.0.2.1\",\"outcome\":\"done\"}");
  }

  @Test
  void nobody_writes_a_line_of_its_own() {
    String forged = "/x\r\n{\"event\":\"created\"}\u2028\u001b[31m\u202e\"";

    audit.refused(Request.of("G\nET", forged).asked(), Refused.withoutToken());

    assertThat(lines).singleElement().asString().matches("[ -~]*").contains("\\r\\n");
  }

  @Test
  void a_share_that_is_refused_is_written_without_its_secret() {
    audit.refused(Request.of("GET", "/shared/verysecret").asked(), Refused.withoutToken());
    audit.refused(Request.of("GET", "//shared/verysecret").asked(), Refused.withoutToken());

    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("verysecret"));
  }

  @Test
  void who_is_refused_again_and_again_does_not_fill_the_log() {
    for (int i = 0; i < 1000; i++) {
      audit.refused(Request.of("GET", "/job").asked(), Refused.withoutToken());
    }

    assertThat(lines).isNotEmpty().hasSizeLessThan(1000);
  }
}
