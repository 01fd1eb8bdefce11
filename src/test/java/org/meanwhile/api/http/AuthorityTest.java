package org.meanwhile.api.http;

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
    "[2001:db8::1]:65535, [2001:db8::1], 65535"
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
        "a\r\nb"
      })
  void anything_else_is_refused(String text) {
    assertThat(Authority.parse(text)).isEmpty();
  }

  @Test
  void the_default_port_is_left_out_of_a_uri() {
    assertThat(new Authority("a", 443).in("https")).isEqualTo("a");
    assertThat(new Authority("a", 443).in("http")).isEqualTo("a:443");
    assertThat(new Authority("a", 80).in("http")).isEqualTo("a");
    assertThat(new Authority("a", -1).in("http")).isEqualTo("a");
  }
}
