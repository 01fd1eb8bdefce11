package org.meanwhile.security.jwt;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meanwhile.platform.SettingRow;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.SecuritySettings;

/**
 * The identity provider whose tokens are accepted, as {@link JwtSettings} name it. Issuer,
 * audiences and a key must be set: a token that was made for another service must not be accepted
 * here.
 *
 * @param issuer the {@code iss} of its tokens
 * @param audiences the {@code aud} of a token must name one of these; at least one
 * @param key its public key as text, or empty when {@code location} is there
 * @param location the URL or file of its public keys, or empty when {@code key} is there
 * @param algorithm the only signature algorithm that is accepted, or empty for RS256 and ES256
 * @param clockSkew by how much its clock may differ from this server's
 */
record TrustedIssuer(
    String issuer,
    Set<String> audiences,
    Optional<String> key,
    Optional<String> location,
    Optional<String> algorithm,
    Duration clockSkew) {
  private static final int MAX_CLOCK_SKEW_SECONDS = 300;

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException one line that names the setting that is missing or wrong
   */
  static TrustedIssuer read(Settings settings) {
    Set<String> audiences =
        Arrays.stream(required(settings, JwtSettings.AUDIENCES).split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    Optional<String> key = settings.standard(JwtSettings.KEY.name());
    Optional<String> location = settings.standard(JwtSettings.LOCATION.name());
    if (key.isPresent() == location.isPresent()) {
      throw new IllegalArgumentException(
          "either "
              + JwtSettings.KEY.name()
              + " or "
              + JwtSettings.LOCATION.name()
              + " must be set");
    }
    Optional<String> algorithm = settings.standard(JwtSettings.ALGORITHM.name());
    if (algorithm.isPresent() && !Set.of("RS256", "ES256").contains(algorithm.get())) {
      throw new IllegalArgumentException(JwtSettings.ALGORITHM.name() + " must be RS256 or ES256");
    }
    return new TrustedIssuer(
        required(settings, JwtSettings.ISSUER),
        audiences,
        key,
        location,
        algorithm,
        clockSkew(settings));
  }

  private static String required(Settings settings, SettingRow setting) {
    return settings
        .standard(setting.name())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    setting.name()
                        + " must be set when "
                        + SecuritySettings.MODE.name()
                        + " is jwt"));
  }

  private static Duration clockSkew(Settings settings) {
    SettingRow setting = JwtSettings.CLOCK_SKEW;
    String text = settings.standard(setting.name()).orElse(setting.defaultText());
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > MAX_CLOCK_SKEW_SECONDS) {
      throw new IllegalArgumentException(
          setting.name() + " must be seconds from 0 to " + MAX_CLOCK_SKEW_SECONDS);
    }
    return Duration.ofSeconds(Integer.parseInt(text));
  }
}
