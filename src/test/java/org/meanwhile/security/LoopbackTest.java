package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

  private static boolean isAdmitted(Request request) {
    return Loopback.refusal(request.toAccessRequest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.9.8.7", "0:0:0:0:0:0:0:1", "::1", "::ffff:127.0.0.1", "::1%lo"})
  void a_client_on_this_machine_is_admitted(String address) {
    assertThat(isAdmitted(Request.of("POST", "/job").from(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.168.1.2",
        "10.0.0.1",
        "8.8.8.8",
        "0.0.0.0",
        "fe80::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "localhost",
        "127.0.0.1.example.com",
        ""
      })
  void a_client_on_another_machine_is_refused(String address) {
    assertThat(isAdmitted(Request.of("GET", "/job").from(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded",
        "forwarded",
        "Via",
        "X-Forwarded-For",
        "x-forwarded-host",
        "X-Forwarded-Proto",
        "X-Forwarded",
        "X-Real-IP"
      })
  void a_request_through_a_proxy_is_refused(String field) {
    assertThat(isAdmitted(Request.of("GET", "/job").with(field, "127.0.0.1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8080",
        "localhost.",
        "localhost.:80",
        "127.0.0.1",
        "127.0.0.1:9",
        "127.255.255.254",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]:80"
      })
  void a_host_that_names_the_loopback_interface_is_admitted(String host) {
    assertThat(isAdmitted(Request.of("GET", "/job").with("Host", host))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.evil.example",
        "127.0.0.1..",
        "127.1",
        "127.0.0.256",
        "2130706433",
        "0.0.0.0",
        "[::]",
        "[::2]",
        "[::ffff:10.0.0.1]",
        "192.168.0.1",
        "localhost..",
        "sub.localhost"
      })
  void a_host_that_may_resolve_to_another_machine_is_refused(String host) {
    assertThat(isAdmitted(Request.of("GET", "/job").with("Host", host))).isFalse();
  }

  @Test
  void each_of_several_Host_fields_must_name_this_machine() {
    Request two = Request.of("GET", "/job").with("Host", "localhost", "evil.example");

    assertThat(isAdmitted(two)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   Sec-Fetch-Site, cross-site,             false",
    "POST,   Sec-Fetch-Site, same-site,              false",
    "POST,   Sec-Fetch-Site, anything-else,          false",
    "POST,   Sec-Fetch-Site, same-origin,            true",
    "POST,   Sec-Fetch-Site, none,                   true",
    "GET,    Sec-Fetch-Site, cross-site,             true",
    "HEAD,   Sec-Fetch-Site, cross-site,             true",
    "DELETE, Origin,         http://evil.example,    false",
    "PUT,    Origin,         http://localhost,       false",
    "PUT,    Origin,         http://localhost:3000,  false",
    "PUT,    Origin,         https://localhost:8080, false",
    "PUT,    Origin,         http://127.0.0.1:8080,  false",
    "PATCH,  Origin,         null,                   false",
    "FOO,    Origin,         null,                   false",
    "POST,   Origin,         http://localhost:8080,  true",
    "GET,    Origin,         http://evil.example,    true",
  })
  void pages_of_other_origins_may_read_but_change_nothing(
      String method, String field, String value, boolean admitted) {
    assertThat(isAdmitted(Request.of(method, "/job").with(field, value))).isEqualTo(admitted);
  }

  @Test
  void a_request_with_two_origins_is_refused() {
    Request two =
        Request.of("POST", "/job").with("Origin", "http://localhost:8080", "http://localhost:8080");

    assertThat(isAdmitted(two)).isFalse();
  }

  @Test
  void the_refusal_names_the_setting() {
    assertThat(Loopback.refusal(Request.of("GET", "/").from("10.0.0.1").toAccessRequest()))
        .hasValueSatisfying(r -> assertThat(r.detail()).contains("meanwhile.security.mode"));
  }
}
