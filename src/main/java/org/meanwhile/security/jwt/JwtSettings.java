package org.meanwhile.security.jwt;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.SecuritySettings;

/**
 * What MicroProfile JWT 2.1 (chapter 9) lets an operator say about tokens. Issuer, audiences and a
 * key must be said: a token that was made for another service is none of ours.
 *
 * @param key a public key itself, else empty
 * @param location where keys are, else empty
 * @param algorithm the only one that is taken; empty for both
 * @param skew by how much clocks may differ
 */
public record JwtSettings(
    String issuer,
    Set<String> audiences,
    Optional<String> key,
    Optional<String> location,
    Optional<String> algorithm,
    Duration skew) {
  static final String KEY = "mp.jwt.verify.publickey";
  static final String LOCATION = "mp.jwt.verify.publickey.location";
  private static final String ISSUER = "mp.jwt.verify.issuer";
  private static final String AUDIENCES = "mp.jwt.verify.audiences";
  private static final String ALGORITHM = "mp.jwt.verify.publickey.algorithm";
  private static final String SKEW = "mp.jwt.verify.clock.skew";
  private static final String SKEW_SECONDS = "30";
  private static final int SKEW_MOST = 300;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException one line that names what is missing or wrong
   */
  public static JwtSettings read(Settings settings) {
    Set<String> audiences =
        Arrays.stream(required(settings, AUDIENCES).split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    Optional<String> key = settings.standard(KEY);
    Optional<String> location = settings.standard(LOCATION);
    if (key.isPresent() == location.isPresent()) {
      throw new IllegalArgumentException("either " + KEY + " or " + LOCATION + " must be set");
    }
    Optional<String> algorithm = settings.standard(ALGORITHM);
    if (algorithm.isPresent() && !Set.of("RS256", "ES256").contains(algorithm.get())) {
      throw new IllegalArgumentException(ALGORITHM + " must be RS256 or ES256");
    }
    return new JwtSettings(
        required(settings, ISSUER), audiences, key, location, algorithm, skew(settings));
  }

  private static String required(Settings settings, String name) {
    return settings
        .standard(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " must be set when " + SecuritySettings.MODE.name() + " is jwt"));
  }

  private static Duration skew(Settings settings) {
    String text = settings.standard(SKEW).orElse(SKEW_SECONDS);
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > SKEW_MOST) {
      throw new IllegalArgumentException(SKEW + " must be seconds from 0 to " + SKEW_MOST);
    }
    return Duration.ofSeconds(Integer.parseInt(text));
  }
}
