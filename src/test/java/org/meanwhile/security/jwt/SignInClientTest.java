package org.meanwhile.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.platform.Settings;

class SignInClientTest {
  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "meanwhile.security.mode", "jwt",
              "meanwhile.security.oidc.client-id", "console",
              "mp.jwt.verify.issuer", "https://id.example/realms/main",
              "mp.jwt.verify.audiences", "meanwhile, other",
              "mp.jwt.verify.publickey.location", "https://id.example/keys"));

  private Optional<SignInClient> client() {
    return SignInClient.of(new Settings(settings::get));
  }

  @Test
  void it_is_what_the_settings_say() {
    assertThat(client())
        .contains(
            new SignInClient(
                URI.create("https://id.example/realms/main"),
                "console",
                "openid",
                Set.of("meanwhile", "other")));
    assertThat(client().orElseThrow().origin()).isEqualTo("https://id.example");
  }

  @Test
  void without_a_name_or_in_another_mode_nobody_signs_in_at_the_issuer() {
    settings.put("meanwhile.security.mode", "token");
    assertThat(client()).isEmpty();

    settings.put("meanwhile.security.mode", "jwt");
    settings.remove("meanwhile.security.oidc.client-id");
    assertThat(client()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8180/realm", "http://127.0.0.1:8180"})
  void an_issuer_on_this_machine_needs_no_tls(String issuer) {
    settings.put("mp.jwt.verify.issuer", issuer);

    assertThat(client().orElseThrow().origin()).isEqualTo(issuer.replaceAll("/realm$", ""));
  }

  /** Its origin becomes a part of the Content-Security-Policy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "main",
        "http://id.example",
        "https:///realm",
        "https://id.example/?a=b",
        "https://you@id.example",
        "https://id.example/#a",
        "https://id.example; script-src *",
        "javascript:alert(1)",
        "file:///etc"
      })
  void an_issuer_that_no_browser_may_be_sent_to_stops_the_start(String issuer) {
    settings.put("mp.jwt.verify.issuer", issuer);

    assertThatIllegalArgumentException()
        .isThrownBy(this::client)
        .withMessage(
            "mp.jwt.verify.issuer must be an https URL, or http on the loopback interface, when "
                + "meanwhile.security.oidc.client-id is set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "email", "openid  email", "openid \"email\"", "openid \u00e9"})
  void scopes_must_be_scopes_and_openid_one_of_them(String scopes) {
    settings.put("meanwhile.security.oidc.scopes", scopes);

    assertThatIllegalArgumentException()
        .isThrownBy(this::client)
        .withMessageStartingWith("meanwhile.security.oidc.scopes must be");
  }

  @Test
  void further_scopes_are_asked_for() {
    settings.put("meanwhile.security.oidc.scopes", "openid offline_access");

    assertThat(client().orElseThrow().scopes()).isEqualTo("openid offline_access");
  }
}
