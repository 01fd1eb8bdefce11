package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SafeLogTextTest {
  private static final String FORGED = "no\r\n[2026-12-01T02:00:00Z] {\"event\":\"created\"}";

  @Test
  void a_text_stays_on_its_line() {
    assertThat(SafeLogText.line("a\r\nb\tc\u001B[2Jd\u0085e\u2028f\u202Eg"))
        .isEqualTo("a\\u000d\\u000ab\\u0009c\\u001b[2Jd\\u0085e\\u2028f\\u202eg");
    assertThat(SafeLogText.line(null)).isEqualTo("null");
    assertThat(SafeLogText.line("ü€😀 \\ $1")).isEqualTo("ü€😀 \\ $1");
  }

  @Test
  void a_long_text_is_cut_off() {
    assertThat(SafeLogText.line("x".repeat(1 << 20))).hasSizeLessThan(5000).endsWith("...");
  }

  @Test
  void the_message_of_an_exception_cannot_add_a_line() {
    Exception thrown = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
    thrown.addSuppressed(new IllegalArgumentException(FORGED));

    String printed = printed(SafeLogText.trace(thrown));

    assertThat(printed.lines()).noneMatch(line -> line.startsWith("["));
    assertThat(printed)
        .startsWith("java.lang.IllegalStateException: no\\u000d\\u000a[2026")
        .contains("Caused by: java.lang.IllegalArgumentException: no\\u000d")
        .contains("Suppressed: java.lang.IllegalArgumentException: no\\u000d")
        .contains("at " + SafeLogTextTest.class.getName());
  }

  @Test
  void exceptions_that_cause_each_other_are_printed_once() {
    Exception one = new IllegalStateException("one");
    Exception two = new IllegalStateException("two", one);
    one.initCause(two);

    assertThat(printed(SafeLogText.trace(one))).contains("one").contains("two");
  }

  @Test
  void the_safe_form_of_null_is_null() {
    assertThat(SafeLogText.trace(null)).isNull();
  }

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
