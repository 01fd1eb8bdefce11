package org.meanwhile.security.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.Key;
import java.security.interfaces.RSAKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meanwhile.security.Identity;
import org.meanwhile.security.TokenVerifier;

/**
 * Verifies JSON Web Tokens of an identity provider (RFC 7519, MicroProfile JWT 2.1). Safe for use
 * by many threads.
 *
 * <p>The container's own mechanism is built into a WAR by an annotation; then the same WAR could
 * not be open to its own machine by default. This class is used or not as the settings say at the
 * start.
 *
 * <p>A token must be signed by RS256 or ES256, be of the issuer and for one of the audiences, and
 * have {@code exp}. The caller's name is {@code upn}, else {@code preferred_username}, else {@code
 * sub}; its groups are {@code groups}.
 */
final class JwtVerifier implements TokenVerifier {
  private static final System.Logger LOG = System.getLogger(JwtVerifier.class.getName());
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final List<String> NAME_CLAIMS = List.of("upn", "preferred_username", "sub");
  private static final List<String> TIME_CLAIMS = List.of("exp", "nbf", "iat");

  /** The end of the year 9999. */
  private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;

  private static final int MIN_RSA_BITS = 2048;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final Clock clock;
  private final Duration skew;

  private JwtVerifier(TrustedIssuer issuer, JWKSource<SecurityContext> keys, Clock clock) {
    this.clock = clock;
    this.skew = issuer.clockSkew();
    Set<JWSAlgorithm> accepted =
        ALGORITHMS.stream()
            .filter(algorithm -> issuer.algorithm().map(algorithm.getName()::equals).orElse(true))
            .collect(Collectors.toUnmodifiableSet());
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new StrongKeySelector(accepted, keys));
    processor.setJWTClaimsSetVerifier(new ClaimsVerifier(issuer, clock));
  }

  /**
   * A verifier of the issuer's tokens.
   *
   * @param clock decides whether a token has expired
   * @throws IllegalArgumentException one line that names the setting whose key or location is bad
   */
  static JwtVerifier of(TrustedIssuer issuer, Clock clock) {
    return new JwtVerifier(issuer, JwtKeys.of(issuer), clock);
  }

  @Override
  public Optional<Identity> verify(String token) throws Unavailable {
    try {
      requireCanonicalEncoding(token);
      SignedJWT parsed = SignedJWT.parse(token);
      JWTClaimsSet claims = processor.process(parsed, null);
      String header = parsed.getParsedParts()[0].decodeToString();
      require(!JSONObjectUtils.parse(header).containsKey("crit"));
      requireClaimTypes(parsed.getPayload().toJSONObject());
      return Optional.of(Identity.of(name(claims), groups(claims)));
    } catch (KeySourceException e) {
      throw new Unavailable(e);
    } catch (CharacterCodingException
        | ParseException
        | BadJOSEException
        | JOSEException
        | IllegalArgumentException e) {
      LOG.log(Level.DEBUG, () -> "refused a token: " + e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  /** Over when the token expires. Until then the issuer has no way to take it back. */
  @Override
  public BooleanSupplier watch(String token) {
    Instant expires;
    try {
      expires = SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant().plus(skew);
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a token that was verified", e);
    }
    return () -> clock.instant().isBefore(expires);
  }

  /**
   * Requires base64url without padding and spare bits, of UTF-8 without a byte order mark (RFC
   * 7515, sections 2 and 5.2). The library skips other characters, so that one token could be
   * written in many ways.
   */
  private static void requireCanonicalEncoding(String token) throws CharacterCodingException {
    String[] parts = token.split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      byte[] part = Base64.getUrlDecoder().decode(parts[i]);
      require(Base64.getUrlEncoder().withoutPadding().encodeToString(part).equals(parts[i]));
      if (i < 2) {
        require(!UTF_8.newDecoder().decode(ByteBuffer.wrap(part)).toString().startsWith("\uFEFF"));
      }
    }
  }

  /**
   * Requires times to be numbers up to the year 9999: beyond any date the library's arithmetic
   * overflows into the past. Requires names to be strings: the library would convert a number.
   */
  private static void requireClaimTypes(Map<String, Object> claims) {
    for (String claim : TIME_CLAIMS) {
      require(
          !claims.containsKey(claim)
              || (claims.get(claim) instanceof Number seconds
                  && seconds.doubleValue() >= 0
                  && seconds.doubleValue() <= MAX_EPOCH_SECONDS));
    }
    for (String claim : NAME_CLAIMS) {
      require(claims.get(claim) == null || claims.get(claim) instanceof String);
    }
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("malformed");
    }
  }

  private static String name(JWTClaimsSet claims) throws ParseException {
    for (String claim : NAME_CLAIMS) {
      String name = claims.getStringClaim(claim);
      if (name != null) {
        return name;
      }
    }
    throw new IllegalArgumentException("no name");
  }

  private static List<String> groups(JWTClaimsSet claims) throws ParseException {
    List<String> groups = claims.getStringListClaim("groups");
    return groups == null
        ? List.of()
        : groups.stream().filter(group -> group != null).collect(Collectors.toList());
  }

  /** Selects keys of at least 2048 bits for RSA; a key without an id matches every {@code kid}. */
  private static final class StrongKeySelector extends JWSVerificationKeySelector<SecurityContext> {
    StrongKeySelector(Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys) {
      super(algorithms, keys);
    }

    /** The library asks for null when the algorithm is not accepted. */
    @Override
    protected @Nullable JWKMatcher createJWKMatcher(JWSHeader header) {
      JWKMatcher matcher = super.createJWKMatcher(header);
      return matcher == null || header.getKeyID() == null
          ? matcher
          : new JWKMatcher.Builder(matcher).keyIDs(header.getKeyID(), null).build();
    }

    @Override
    public List<Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
        throws KeySourceException {
      List<Key> found = super.selectJWSKeys(header, context);
      return found.stream()
          .filter(
              key -> !(key instanceof RSAKey rsa) || rsa.getModulus().bitLength() >= MIN_RSA_BITS)
          .collect(Collectors.toList());
    }
  }

  /** Checks the times of a token by this server's clock, with the clock skew that is allowed. */
  private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final Clock clock;
    private final Duration skew;

    ClaimsVerifier(TrustedIssuer issuer, Clock clock) {
      super(
          // Not Set.of: the library asks contains(null), which throws there.
          new HashSet<>(issuer.audiences()),
          new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
          Set.of("exp"),
          null);
      this.clock = clock;
      this.skew = issuer.clockSkew();
      setMaxClockSkew((int) issuer.clockSkew().toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }

    @Override
    public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
        throws BadJWTException {
      super.verify(claims, context);
      Date issued = claims.getIssueTime();
      if (issued != null && issued.toInstant().isAfter(clock.instant().plus(skew))) {
        throw new BadJWTException("issued in the future");
      }
    }
  }
}
