package org.meanwhile.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.WebhookSecret;

class WebhookSignatureTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static WebhookSecret secret(String text) {
    return WebhookSecret.parse(text).orElseThrow();
  }

  private static HttpHeaders headers(String id, String timestamp, String signature) {
    return HttpHeaders.of(
        Map.of(
            "webhook-id", List.of(id),
            "webhook-timestamp", List.of(timestamp),
            "webhook-signature", List.of(signature)),
        (name, value) -> true);
  }

  /** From the tests of the specification. */
  @Test
  void the_example_of_the_specification_is_reproduced() {
    String signature =
        WebhookSignature.of(
            List.of(secret(SECRET)),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void the_reference_library_accepts_the_signature_of_this_message_only() throws Exception {
    String body = "{\"käse\": true}";
    String now = Long.toString(Instant.now().getEpochSecond());
    String signature =
        WebhookSignature.of(
            List.of(secret(SECRET)), "id", now, body.getBytes(StandardCharsets.UTF_8));
    Webhook webhook = new Webhook(SECRET);

    assertThatCode(() -> webhook.verify(body, headers("id", now, signature)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> webhook.verify(body + " ", headers("id", now, signature)))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(() -> webhook.verify(body, headers("other", now, signature)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void a_receiver_that_knows_either_of_two_secrets_accepts_the_message() {
    String other = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    String now = Long.toString(Instant.now().getEpochSecond());
    String signatures =
        WebhookSignature.of(
            List.of(secret(SECRET), secret(other)),
            "id",
            now,
            "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(signatures.split(" ")).hasSize(2).allMatch(each -> each.startsWith("v1,"));
    for (String known : List.of(SECRET, other)) {
      assertThatCode(() -> new Webhook(known).verify("{}", headers("id", now, signatures)))
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(
            () ->
                new Webhook("whsec_" + "A".repeat(32)).verify("{}", headers("id", now, signatures)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa",
        "whsec_!fKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void a_text_that_is_no_secret_is_refused(String text) {
    assertThat(WebhookSecret.parse(text)).isEmpty();
  }

  @Test
  void a_secret_has_24_to_64_bytes() {
    assertThat(WebhookSecret.parse("whsec_" + "A".repeat(28))).isEmpty();
    assertThat(WebhookSecret.parse("whsec_" + "A".repeat(32))).isPresent();
    assertThat(WebhookSecret.parse("whsec_" + "A".repeat(84) + "AA==")).isPresent();
    assertThat(WebhookSecret.parse("whsec_" + "A".repeat(88))).isEmpty();
  }

  @Test
  void a_secret_is_shown_neither_as_text_nor_in_an_error() {
    assertThat(secret(SECRET)).asString().doesNotContain("MfKQ");
    assertThat(secret(SECRET).text()).isEqualTo(SECRET);
    for (String name : List.of("meanwhile.callback.secret", "meanwhile.callback.secret-keys")) {
      assertThatThrownBy(() -> new Settings(Map.of(name, "whsec_geheim")::get))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(name + " must be")
          .hasMessageNotContaining("geheim");
    }
  }

  @Test
  void the_server_has_at_most_two_secrets() {
    Settings two = new Settings(Map.of("meanwhile.callback.secret", SECRET + ", " + SECRET)::get);
    assertThat(two.get(CallbackSettings.SECRET)).hasSize(2);
    String three = String.join(",", SECRET, SECRET, SECRET);
    assertThatThrownBy(() -> new Settings(Map.of("meanwhile.callback.secret", three)::get))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
