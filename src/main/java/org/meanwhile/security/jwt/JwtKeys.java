package org.meanwhile.security.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.meanwhile.security.Loopback;

/**
 * Finds the issuer's public keys: in the configuration or a file (PEM, JWK or JWKS), or at the URL
 * of a JWKS.
 */
final class JwtKeys {
  private static final String PEM = "-----(BEGIN|END) PUBLIC KEY-----";

  private JwtKeys() {}

  /**
   * The keys of an issuer. Keys of a URL are fetched when the first token comes.
   *
   * @throws IllegalArgumentException one line that names the setting whose key or location is bad
   */
  static JWKSource<SecurityContext> of(TrustedIssuer issuer) {
    if (issuer.key().isPresent()) {
      return parsed(issuer.key().get(), JwtSettings.KEY.name());
    }
    String location = issuer.location().orElseThrow();
    if (location.matches("(?i)https?:.*")) {
      return remote(location);
    }
    try {
      boolean uri = location.regionMatches(true, 0, "file:", 0, 5);
      Path file = uri ? Path.of(URI.create(location)) : Path.of(location);
      return parsed(Files.readString(file, StandardCharsets.UTF_8), JwtSettings.LOCATION.name());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          JwtSettings.LOCATION.name() + " must be a URL, or a file with a public key");
    }
  }

  private static JWKSource<SecurityContext> remote(String location) {
    try {
      URI uri = URI.create(location);
      String host = String.valueOf(uri.getHost());
      if (uri.getScheme().toLowerCase(Locale.ROOT).equals("http")
          && !Loopback.isLoopbackName(host)) {
        // An attacker who changes the response on its way could act as any caller.
        throw new IllegalArgumentException("plain http");
      }
      return new RemoteJwks(new JwksClient(uri)::fetch, System::nanoTime);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          JwtSettings.LOCATION.name() + " must be an https URL, or http on the loopback interface");
    }
  }

  private static JWKSource<SecurityContext> parsed(String text, String setting) {
    try {
      JWKSet keys = parse(text.strip());
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("empty");
      }
      return new ImmutableJWKSet<>(keys);
    } catch (ParseException
        | GeneralSecurityException
        | JOSEException
        | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          setting + " must be a public key for RS256 or ES256, as PEM, JWK or JWKS");
    }
  }

  private static JWKSet parse(String text)
      throws ParseException, GeneralSecurityException, JOSEException {
    if (text.startsWith("{")) {
      return text.contains("\"keys\"")
          ? JWKSet.parse(text).toPublicJWKSet()
          : new JWKSet(JWK.parse(text).toPublicJWK());
    }
    byte[] bytes =
        Base64.getMimeDecoder()
            .decode(text.replaceAll(PEM, "").replace('-', '+').replace('_', '/'));
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    return decoded.startsWith("{") ? parse(decoded) : new JWKSet(key(bytes));
  }

  private static JWK key(byte[] encoded) throws GeneralSecurityException, JOSEException {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded);
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        var key = KeyFactory.getInstance(algorithm).generatePublic(spec);
        return key instanceof RSAPublicKey rsa
            ? new RSAKey.Builder(rsa).build()
            : new ECKey.Builder(Curve.P_256, (ECPublicKey) key).build();
      } catch (GeneralSecurityException notOfThisAlgorithm) {
        // The next algorithm is tried.
      }
    }
    throw new GeneralSecurityException("neither RSA nor EC");
  }
}
