package org.meanwhile.job.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.JobId;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.WebhookSecret;

/**
 * The stored form of the secrets that sign a job's callback: sealed by the first of {@code
 * meanwhile.callback.secret-keys} (AES-256-GCM), or as they are when there is no key. What is
 * sealed opens for its own job only, so it cannot be moved to another job's callback. Schedules
 * keep theirs in the same way, by an id of their own. Safe for use by many threads.
 */
@ApplicationScoped
public class SecretSeal {

  /** In place of secrets that were deleted: their job has expired. */
  static final String GONE = "gone";

  private static final String SEALED = "sealed:";
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * The values of two columns.
   *
   * @param secret the only column that nodes of the version before read; null when sealed
   * @param secrets null unless sealed, or two secrets
   */
  public record Stored(@Nullable String secret, @Nullable String secrets) {
    private static final Stored NOTHING = new Stored(null, null);
  }

  private List<SecretKey> keys;

  /** For the container's proxy. */
  protected SecretSeal() {
    this(List.of());
  }

  @Inject
  SecretSeal(Settings settings) {
    this(settings.get(DeliverySettings.SECRET_KEYS));
  }

  /**
   * @param keys the first seals, all open; empty: nothing is sealed
   */
  public SecretSeal(List<SecretKey> keys) {
    this.keys = keys;
  }

  /** Seals the secrets of a job's callback; at most two. */
  public Stored seal(JobId job, List<WebhookSecret> secrets) {
    if (secrets.isEmpty()) {
      return Stored.NOTHING;
    }
    String text = secrets.stream().map(WebhookSecret::text).collect(Collectors.joining(" "));
    if (keys.isEmpty()) {
      return new Stored(secrets.get(0).text(), secrets.size() == 1 ? null : text);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, job).doFinal(text.getBytes(UTF_8));
      byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
      return new Stored(null, SEALED + Base64.getEncoder().encodeToString(all));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + ALGORITHM + " in this JVM", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @return empty when the secrets are gone, or no key opens them
   */
  public Optional<List<WebhookSecret>> open(JobId job, Stored stored) {
    if (stored.secrets() == null) {
      return stored.secret() == null ? Optional.of(List.of()) : parse(stored.secret());
    }
    if (stored.secrets().startsWith(SEALED)) {
      String base64 = stored.secrets().substring(SEALED.length());
      return keys.stream()
          .map(key -> unseal(job, base64, key))
          .flatMap(Optional::stream)
          .findFirst()
          .flatMap(SecretSeal::parse);
    }
    return parse(stored.secrets());
  }

  private static Optional<String> unseal(JobId job, String base64, SecretKey key) {
    try {
      byte[] all = Base64.getDecoder().decode(base64);
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, key, nonce, job)
              .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return Optional.of(new String(text, UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException anotherKeyOrDamaged) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, JobId job)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(job.toString().getBytes(UTF_8));
    return cipher;
  }

  /** Empty when any of them is not a secret. */
  private static Optional<List<WebhookSecret>> parse(String texts) {
    List<Optional<WebhookSecret>> read =
        Arrays.stream(texts.split(" ")).map(WebhookSecret::parse).toList();
    return read.stream().allMatch(Optional::isPresent)
        ? Optional.of(read.stream().map(Optional::orElseThrow).toList())
        : Optional.empty();
  }
}
