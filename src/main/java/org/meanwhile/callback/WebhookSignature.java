package org.meanwhile.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.meanwhile.platform.WebhookSecret;

/** The symmetric signature of Standard Webhooks 1.0, version {@code v1}. */
final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /**
   * The value of the field {@code webhook-signature}: a signature by each secret, with spaces
   * between.
   *
   * @param secrets at least one
   * @param id the value of {@code webhook-id}
   * @param timestamp the value of {@code webhook-timestamp}
   */
  static String of(List<WebhookSecret> secrets, String id, String timestamp, byte[] body) {
    return secrets.stream()
        .map(secret -> of(secret, id, timestamp, body))
        .collect(Collectors.joining(" "));
  }

  private static String of(WebhookSecret secret, String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + ALGORITHM + " in this JVM", e);
    }
  }
}
