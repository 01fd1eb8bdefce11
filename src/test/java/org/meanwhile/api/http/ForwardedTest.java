package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.platform.Authority;

class ForwardedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proto=https;host=api.example                             | https://api.example",
        "host=api.example                                         | http://api.example",
        "proto=https                                              | https://inner:8080",
        "PROTO=HTTPS;Host=api.example                             | https://api.example",
        "for=192.0.2.43;by=203.0.113.60;proto=https;host=a.b      | https://a.b",
        "host=\"a.b:8443\";proto=https                            | https://a.b:8443",
        "host=\"a.b:443\";proto=https                             | https://a.b",
        "host=\"[2001:db8::1]:9000\"                              | http://[2001:db8::1]:9000",
        "host=\"a\\.b\"                                           | http://a.b",
        "host=first, host=second;proto=https                      | http://first",
        "for=\"_a,b;host=x\";host=real ; proto=https              | https://real",
      })
  void the_first_hop_names_the_server(String field, String origin) {
    assertThat(told(Map.of("Forwarded", List.of(field)))).isEqualTo(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        ";",
        "=",
        "host",
        "host=",
        "host=\"",
        "host=\"a.b",
        "host=a.b;host=c.d",
        "host=a.b:80",
        "host=a b",
        "host=a.b;;",
        "host=\"a.b/path\"",
        "host=\"user@a.b\"",
        "host=\"a.b?x\"",
        "host=\"a.b#x\"",
        "host=\"a.b:0\"",
        "host=\"a.b:65536\"",
        "host=\"a.b:x\"",
        "host=\"a.b:\"",
        "host=\"[::1\"",
        "host=\"[::g]\"",
        "host=\"[1.2.3.4]\"",
        "host=\"a.b\\\r\nX: y\"",
        "host=%61",
        "host=\u00fc",
        "proto=javascript",
        "proto=\"https://x/\"",
        "proto=ftp;host=\"<script>\"",
      })
  void a_malformed_field_is_ignored(String field) {
    assertThat(told(Map.of("Forwarded", List.of(field)))).isEqualTo("http://inner:8080");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https | a.b       |       | https://a.b",
        "https | a.b:8443  |       | https://a.b:8443",
        "https | a.b       | 8443  | https://a.b:8443",
        "https | a.b       | 443   | https://a.b",
        "http  | a.b       | 80    | http://a.b",
        "https |           | 443   | https://inner",
        "https |           |       | https://inner:8080",
        "HTTPS, http | a.b, c.d | 444, 80 | https://a.b:444",
        "gopher | a.b      | 0     | http://a.b",
        "https | a.b/x     | 99999 | https://inner:8080",
        "https | a.b       | -1    | https://a.b",
      })
  void the_fields_without_a_standard_are_read_as_well(
      String proto, String host, String port, String origin) {
    assertThat(
            told(
                Map.of(
                    "X-Forwarded-Proto", given(proto),
                    "X-Forwarded-Host", given(host),
                    "X-Forwarded-Port", given(port))))
        .isEqualTo(origin);
  }

  @Test
  void the_standard_field_wins() {
    assertThat(
            told(
                Map.of(
                    "Forwarded", List.of("host=standard"),
                    "X-Forwarded-Host", List.of("other"),
                    "X-Forwarded-Port", List.of("444"),
                    "X-Forwarded-Proto", List.of("https"))))
        .isEqualTo("https://standard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/meanwhile       | /meanwhile",
        "/meanwhile/      | /meanwhile",
        "/a/b-c_d.e~f     | /a/b-c_d.e~f",
        "/caf%C3%A9       | /caf%C3%A9",
        "/                | ''",
        "/outer, /inner   | /outer/inner",
        "/outer/,/inner/  | /outer/inner",
        "/, /inner        | /inner",
      })
  void the_prefix_stands_for_the_context_root(String field, String root) {
    assertThat(rootTold(List.of(field))).isEqualTo(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "meanwhile",
        "//evil.example",
        "/a//b",
        "/a//",
        "/.",
        "/..",
        "/a/../b",
        "/a/./",
        "/%2e%2E/a",
        "/a%2fb",
        "/a%5Cb",
        "/a%00",
        "/a%0d%0aX",
        "/a%7f",
        "/a%",
        "/a%zz",
        "/a b",
        "/a\"b",
        "/a'b",
        "/a\\b",
        "/a;b",
        "/a?b",
        "/a#b",
        "/a<b>",
        "/a\tb",
        "/a\u00e4",
        "/a,b",
        "https://evil.example/",
      })
  void a_malformed_prefix_is_ignored(String field) {
    assertThat(rootTold(List.of(field))).isEqualTo("/context");
  }

  @Test
  void a_prefix_of_more_than_256_characters_is_ignored() {
    assertThat(rootTold(List.of("/" + "a".repeat(255)))).hasSize(256);
    assertThat(rootTold(List.of("/" + "a".repeat(256)))).isEqualTo("/context");
    assertThat(rootTold(List.of("/" + "a".repeat(200), "/" + "b".repeat(200))))
        .isEqualTo("/context");
  }

  @Test
  void the_prefix_is_read_beside_the_standard_field() {
    Forwarded told =
        Forwarded.of(
            Map.of("Forwarded", List.of("host=a.b"), "X-Forwarded-Prefix", List.of("/x"))::get);

    assertThat(told.origin("http", new Authority("inner", 8080))).isEqualTo("http://a.b");
    assertThat(told.root("")).isEqualTo("/x");
  }

  @Test
  void of_several_lines_the_first_counts() {
    assertThat(told(Map.of("Forwarded", List.of("host=one", "host=two")))).isEqualTo("http://one");
  }

  @Test
  void a_field_of_more_than_4096_characters_is_ignored() {
    String pairs = "a=b;".repeat(2000);

    assertThat(told(Map.of("Forwarded", List.of(pairs + "host=a.b"))))
        .isEqualTo("http://inner:8080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "my_service", "localhost:1", "192.0.2.1:65535", "[::1]:80"})
  void a_host_is_a_name_or_an_address(String text) {
    assertThat(Authority.parse(text)).isPresent();
  }

  private static String rootTold(List<String> lines) {
    return Forwarded.of(Map.of("X-Forwarded-Prefix", lines)::get).root("/context");
  }

  private static String told(Map<String, List<String>> fields) {
    return Forwarded.of(fields::get).origin("http", new Authority("inner", 8080));
  }

  private static List<String> given(String value) {
    return value == null ? Arrays.asList() : List.of(value);
  }
}
