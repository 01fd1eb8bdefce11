package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, localhost, -1",
    "a_b.example:8080, a_b.example, 8080",
    "192.0.2.1:1, 192.0.2.1, 1",
    "[2001:db8::1]:65535, [2001:db8::1], 65535",
    "a.example.:80, a.example., 80",
    "1.example, 1.example, -1",
    "255.0.0.1, 255.0.0.1, -1"
  })
  void a_host_and_its_port_are_read(String text, String host, int port) {
    assertThat(Authority.parse(text)).contains(new Authority(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "a:",
        "a:0",
        "a:65536",
        "me@a",
        "a/b",
        "a%20b",
        "a b",
        "[::1",
        "[1.2.3]",
        "[fe80::1%25eth0]",
        "a\r\nb",
        ".",
        "..",
        ".a",
        "a..b",
        "a..",
        "256.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        "a.1",
        "\"a\"",
        "a,b",
        "a\u00e4"
      })
  void anything_else_is_refused(String text) {
    assertThat(Authority.parse(text)).isEmpty();
  }

  @Test
  void a_label_has_at_most_63_characters() {
    assertThat(Authority.parse("a".repeat(63) + ".b")).isPresent();
    assertThat(Authority.parse("a".repeat(64) + ".b")).isEmpty();
  }

  @Test
  void the_default_port_is_left_out_of_a_uri() {
    assertThat(new Authority("a", 443).in("https")).isEqualTo("a");
    assertThat(new Authority("a", 443).in("http")).isEqualTo("a:443");
    assertThat(new Authority("a", 80).in("http")).isEqualTo("a");
    assertThat(new Authority("a", -1).in("http")).isEqualTo("a");
  }
}
