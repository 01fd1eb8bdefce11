package org.meanwhile.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.platform.Settings;

class PublicUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://jobs.example, https://jobs.example/",
    "https://jobs.example/, https://jobs.example/",
    "https://jobs.example:443/, https://jobs.example/",
    "https://jobs.example:8443, https://jobs.example:8443/",
    "HTTP://jobs.example:80/a, http://jobs.example/a/",
    "http://my_service:8080/a/b/, http://my_service:8080/a/b/",
    "https://[2001:db8::1]/x, https://[2001:db8::1]/x/",
    "https://jobs.example/caf%C3%A9, https://jobs.example/caf%C3%A9/",
  })
  void a_public_address_ends_with_one_slash(String text, URI root) {
    assertThat(url(text)).contains(root);
  }

  @Test
  void no_text_is_no_address() {
    assertThat(url("")).isEmpty();
    assertThat(url("  ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobs.example",
        "//jobs.example/",
        "/meanwhile",
        "ftp://jobs.example/",
        "https:jobs.example",
        "https:///a",
        "https://",
        "https://user@jobs.example/",
        "https://user:secret@jobs.example/",
        "https://jobs.example/?",
        "https://jobs.example/?a=b",
        "https://jobs.example/#",
        "https://jobs.example#a",
        "https://jobs.example//",
        "https://jobs.example/a//b",
        "https://jobs.example/a/../b",
        "https://jobs.example/%2e%2e/",
        "https://jobs.example/a b",
        "https://jobs.example/\"",
        "https://jobs.example\\a",
        "https://jobs.example:0/",
        "https://jobs.example:99999/",
        "https://jobs..example/",
        "https://300.1.1.1/",
        "https://[::g]/",
        "https://j\u00f6bs.example/",
      })
  void anything_else_stops_the_start(String text) {
    assertThatThrownBy(() -> url(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("meanwhile.url must be an http or https URL");
  }

  private static Optional<URI> url(String text) {
    return new Settings(Map.of("meanwhile.url", text)::get).get(LinkSettings.URL);
  }
}
