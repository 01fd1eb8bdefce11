package org.meanwhile.security.jwt;

import org.meanwhile.platform.SettingRow;
import org.meanwhile.platform.SettingsGroup;

/**
 * The names that MicroProfile JWT 2.1 (chapter 9) gives to what an operator says about tokens. Read
 * by {@link TrustedIssuer}, in mode {@code jwt} only.
 */
public final class JwtSettings implements SettingsGroup {
  private static final String PREFIX = "mp.jwt.verify.";
  private static final String KEY_NAME = PREFIX + "publickey";

  public static final SettingRow ISSUER =
      new SettingRow(
          PREFIX + "issuer",
          "",
          "a text",
          "The issuer: the `iss` that a token must have. Must be set in mode `jwt`.");

  public static final SettingRow AUDIENCES =
      new SettingRow(
          PREFIX + "audiences",
          "",
          "texts with commas between",
          "Who tokens must be made for: the `aud` of a token must name at least one of these. Must "
              + "be set in mode `jwt`.");

  public static final SettingRow KEY =
      new SettingRow(
          KEY_NAME,
          "",
          "a public key for RS256 or ES256, as PEM, JWK or JWKS",
          "The issuer's public key itself. In mode `jwt` either this or `"
              + KEY_NAME
              + ".location` must be set, and not both.");

  public static final SettingRow LOCATION =
      new SettingRow(
          KEY_NAME + ".location",
          "",
          "an https URL, an http URL of the loopback interface, or a file",
          "Where the issuer's public keys are: the URL of a JWKS, which is fetched again every 5 "
              + "minutes, or a file as for `"
              + KEY_NAME
              + "`, which is read once at the start.");

  public static final SettingRow ALGORITHM =
      new SettingRow(
          KEY_NAME + ".algorithm",
          "",
          "RS256 or ES256",
          "The only signature algorithm that is accepted. Without it both are.");

  public static final SettingRow CLOCK_SKEW =
      new SettingRow(
          PREFIX + "clock.skew",
          "30",
          "a number of seconds from 0 to 300",
          "By how many seconds the issuer's clock may differ from this server's, for the times in "
              + "a token.");

  @Override
  public String title() {
    return "JSON Web Tokens";
  }
}
