package org.meanwhile.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks that callbacks are from the server (Standard Webhooks). Thread-safe. */
public final class Webhook {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final List<byte[]> keys;

  /**
   * A check by secrets.
   *
   * @param secrets the callback's secret, {@code whsec_…}; several while it is being changed
   */
  public Webhook(String... secrets) {
    if (secrets.length == 0) {
      throw new IllegalArgumentException("no secret");
    }
    keys = Arrays.stream(secrets).map(Webhook::key).toList();
  }

  private static byte[] key(String secret) {
    return Base64.getDecoder()
        .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
  }

  /**
   * Not signed by the server with this secret, or minutes too old or too new: answer it with 401
   * and do nothing.
   */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private Refused(String message) {
      super(message);
    }
  }

  /**
   * Returns the event: a CloudEvent with the job's status document in {@code data}. A callback may
   * come more than once, with the same {@code webhook-id}.
   *
   * @param header gives a field of the request, or null, as {@code request::getHeader} of a servlet
   *     does
   * @param body as it came, byte for byte
   * @throws Refused when it is not from the server
   */
  public Map<String, Object> verify(Function<String, String> header, byte[] body) throws Refused {
    String id = field(header, "webhook-id");
    String stamp = field(header, "webhook-timestamp");
    String[] signatures = field(header, "webhook-signature").split(" ");
    if (age(stamp).compareTo(TOLERANCE) > 0) {
      throw new Refused("signed too long ago, or in the future");
    }
    boolean fits = false;
    for (byte[] key : keys) {
      byte[] expected =
          ("v1," + Base64.getEncoder().encodeToString(sign(key, id, stamp, body))).getBytes(UTF_8);
      for (String signature : signatures) {
        // isEqual takes the same time wherever they differ.
        fits |= MessageDigest.isEqual(expected, signature.getBytes(UTF_8));
      }
    }
    if (!fits) {
      throw new Refused("signed with another secret");
    }
    return Json.readObject(new String(body, UTF_8));
  }

  private static String field(Function<String, String> header, String name) throws Refused {
    String value = header.apply(name);
    if (value == null) {
      throw new Refused("not signed");
    }
    return value;
  }

  private static Duration age(String stamp) throws Refused {
    try {
      return Duration.between(Instant.ofEpochSecond(Long.parseLong(stamp)), Instant.now()).abs();
    } catch (NumberFormatException | java.time.DateTimeException | ArithmeticException e) {
      throw new Refused("not signed");
    }
  }

  private static byte[] sign(byte[] key, String id, String stamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + '.' + stamp + '.').getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
