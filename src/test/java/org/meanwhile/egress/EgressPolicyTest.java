package org.meanwhile.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.platform.Settings;

class EgressPolicyTest {
  private static final EgressPolicy STRICT = policy("");

  private static EgressPolicy policy(String allow) {
    return new EgressPolicy(new Settings(Map.of("meanwhile.callback.allow", allow)::get));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "javascript:alert(1)",
        "//example.com/",
        "/done",
        "",
        " https://example.com/",
        "http:example.com",
        "http://",
        "http:///done",
        "http://:80/",
        "https://example.com/#part",
        "https://user@example.com/",
        "https://user:password@example.com/",
        "https://example.com@127.0.0.1/",
        "https://@example.com/",
        "https://example.com\\@127.0.0.1/",
        "https://exa mple.com/",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://example.com:-1/",
        "https://example.com:22/",
        "https://example..com/",
        "https://-example.com/",
        "https://%31%32%37.0.0.1/",
        "https://127.0.0.1%2f@example.com/",
      })
  void a_url_that_is_more_or_less_than_an_endpoint_is_refused(String url) {
    assertRefused(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "127.0.0.1.",
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0x7f.0.0.1",
        "0x7f.1",
        "0177.0.0.1",
        "0177.0.0.01",
        "127.1",
        "127.0.1",
        "127.0.0.1.1",
        "0",
        "0x",
        "0.0.0.0",
        "00000127.0.0.1",
        "8.8.8.010",
        "134744072",
        "8.8.2056",
        "example.0x7f",
        "example.1",
        "１２７.0.0.1",
        "127。0。0。1",
        "①②⑦.0.0.1",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "256.1.1.1",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b::8.8.8.8]",
        "[64:ff9b:1::1]",
        "[100::1]",
        "[2001::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[2001:db8::1]",
        "[2002:7f00:1::]",
        "[2002:808:808::]",
        "[2a00:1450::5efe:127.0.0.1]",
        "[2a00:1450::200:5efe:10.0.0.1]",
        "[3fff::1]",
        "[5f00::1]",
        "[fc00::1]",
        "[fd12:3456:789a::1]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
        "[fec0::1]",
        "[ff02::1]",
        "[v1.fe80]",
        "[127.0.0.1]",
        "[:::1]",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "localhost.localdomain",
        "printer.local",
        "metadata.google.internal",
        "router.home.arpa",
        "ｌｏｃａｌｈｏｓｔ",
      })
  void a_host_that_is_internal_by_its_text_is_refused(String host) {
    assertRefused("http://" + host + "/");
    assertRefused("https://" + host + ":8443/done?x=1");
  }

  private static void assertRefused(String url) {
    assertThatThrownBy(() -> STRICT.admit(url)).isInstanceOf(EndpointRefused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com,             https, example.com,            443,  /",
    "HTTPS://Example.COM./a?b=c&d=%20, https, example.com,           443,  /a?b=c&d=%20",
    "http://example.com:/,            http,  example.com,            80,   /",
    "http://example.com:8080/a//b,    http,  example.com,            8080, /a//b",
    "https://example.com?x=1,         https, example.com,            443,  /?x=1",
    "https://bücher.example/käse,     https, xn--bcher-kva.example,  443,  /k%C3%A4se",
    "https://my_service.example/,     https, my_service.example,     443,  /",
    "http://8.8.8.8/,                 http,  8.8.8.8,                80,   /",
    "https://172.32.0.1/,             https, 172.32.0.1,             443,  /",
    "https://100.128.0.1/,            https, 100.128.0.1,            443,  /",
    "https://[2606:4700::1111]:8443/, https, 2606:4700:0:0:0:0:0:1111, 8443, /",
    "https://0xgood.example/,         https, 0xgood.example,         443,  /",
    "https://1.example/,              https, 1.example,              443,  /",
  })
  void a_public_endpoint_is_admitted(
      String url, String scheme, String host, int port, String target) throws Exception {
    Endpoint endpoint = STRICT.admit(url);

    assertThat(endpoint.scheme()).isEqualTo(scheme);
    assertThat(endpoint.host()).isEqualTo(host);
    assertThat(endpoint.port()).isEqualTo(port);
    assertThat(endpoint.target()).isEqualTo(target);
  }

  @Test
  void a_url_that_is_too_long_is_refused() throws Exception {
    String start = "https://example.com/";
    STRICT.admit(start + "a".repeat(Endpoint.MAX_CHARS - start.length()));
    assertRefused(start + "a".repeat(Endpoint.MAX_CHARS - start.length() + 1));
  }

  @Test
  void one_refused_address_refuses_all() throws Exception {
    Endpoint endpoint = STRICT.admit("https://example.com/");
    List<InetAddress> addresses = new ArrayList<>(addresses("8.8.8.8", "2606:4700::1111"));
    STRICT.check(endpoint, addresses);

    addresses.add(Network.literal("10.0.0.1"));

    assertThatThrownBy(() -> STRICT.check(endpoint, addresses)).isInstanceOf(EndpointRefused.class);
  }

  @Test
  void a_host_without_addresses_is_refused() throws Exception {
    Endpoint endpoint = STRICT.admit("https://example.com/");
    assertThatThrownBy(() -> STRICT.check(endpoint, List.of())).isInstanceOf(EndpointRefused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'',           https://example.com/",
    "10.1.0.0/16,  https://example.com/",
    "10.1.0.0/16,  https://example.com:9999/",
    "hooks.example, https://hooks.example:9999/",
  })
  void the_reason_does_not_tell_what_the_lookup_found(String allow, String url) throws Exception {
    EgressPolicy policy = policy(allow);
    Endpoint endpoint = policy.admit(url);
    Set<String> reasons = new HashSet<>();
    for (List<InetAddress> found :
        List.of(addresses(), addresses("10.0.0.1"), addresses("127.0.0.1"), addresses("8.8.8.8"))) {
      try {
        policy.check(endpoint, found);
      } catch (EndpointRefused e) {
        reasons.add(e.getMessage());
      }
    }
    assertThat(reasons).hasSize(1);
  }

  @Test
  void a_name_in_the_allow_list_may_have_any_address_and_port() throws Exception {
    EgressPolicy policy = policy("Hooks.internal, bücher.example");
    Endpoint endpoint = policy.admit("http://hooks.internal:9999/");

    policy.check(endpoint, addresses("10.0.0.1", "::1"));

    policy.admit("http://bücher.example:1/");
    assertThatThrownBy(() -> policy.admit("http://other.internal:9999/"))
        .isInstanceOf(EndpointRefused.class);
    assertThatThrownBy(() -> policy.admit("http://10.0.0.1/")).isInstanceOf(EndpointRefused.class);
  }

  @Test
  void a_network_in_the_allow_list_admits_its_addresses_on_any_port_and_no_others()
      throws Exception {
    EgressPolicy policy = policy("10.1.0.0/16, fd00::/8, 192.168.7.7");
    policy.admit("http://10.1.255.255:9999/");
    policy.admit("http://[fd00::1]:9999/");
    policy.admit("http://[::ffff:10.1.0.1]:9999/");
    policy.admit("http://192.168.7.7:9999/");
    for (String other : List.of("10.2.0.1", "127.0.0.1", "[fc00::1]", "192.168.7.8", "8.8.8.8")) {
      assertThatThrownBy(() -> policy.admit("http://" + other + ":9999/"))
          .as(other)
          .isInstanceOf(EndpointRefused.class);
    }

    Endpoint named = policy.admit("http://hooks.example:9999/");
    policy.check(named, addresses("10.1.2.3", "fd00::1"));
    for (String other : List.of("10.2.0.1", "8.8.8.8", "::1")) {
      assertThatThrownBy(() -> policy.check(named, addresses("10.1.2.3", other)))
          .as(other)
          .isInstanceOf(EndpointRefused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0/8",
        "x/8",
        "http://a",
        "a b",
        "a,,b",
        "fd00::/129"
      })
  void an_allow_list_that_cannot_be_read_stops_the_start(String allow) {
    assertThatThrownBy(() -> policy(allow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("meanwhile.callback.allow must be");
  }

  private static List<InetAddress> addresses(String... texts) {
    return List.of(texts).stream().map(Network::literal).toList();
  }
}
