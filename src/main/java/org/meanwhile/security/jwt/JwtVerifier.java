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
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meanwhile.security.Identity;
import org.meanwhile.security.TokenVerifier;

/**
 * Tokens of an identity provider (RFC 7519, MicroProfile JWT 2.1), verified here rather than by the
 * container: its mechanism is on or off when the WAR is built, this one when it is started.
 *
 * <p>Signed by RS256 or ES256 and nothing else, with {@code exp}, for one of our audiences. The
 * caller's name is {@code upn}, else {@code preferred_username}, else {@code sub}; its groups are
 * {@code groups}.
 */
public final class JwtVerifier implements TokenVerifier {
  private static final System.Logger LOG = System.getLogger(JwtVerifier.class.getName());
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final List<String> NAMES = List.of("upn", "preferred_username", "sub");
  private static final List<String> TIMES = List.of("exp", "nbf", "iat");

  /** The end of the year 9999. */
  private static final long LAST_SECONDS = 253_402_300_799L;

  private static final int RSA_BITS_LEAST = 2048;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  private JwtVerifier(TrustedIssuer issuer, JWKSource<SecurityContext> keys, Clock clock) {
    Set<JWSAlgorithm> taken =
        ALGORITHMS.stream()
            .filter(algorithm -> issuer.algorithm().map(algorithm.getName()::equals).orElse(true))
            .collect(Collectors.toUnmodifiableSet());
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new GoodKeys(taken, keys));
    processor.setJWTClaimsSetVerifier(new GoodClaims(issuer, clock));
  }

  public static JwtVerifier of(TrustedIssuer issuer, Clock clock) {
    return new JwtVerifier(issuer, JwtKeys.of(issuer), clock);
  }

  @Override
  public Optional<Identity> verify(String token) throws Unavailable {
    try {
      requireOneSpelling(token);
      SignedJWT parsed = SignedJWT.parse(token);
      JWTClaimsSet claims = processor.process(parsed, null);
      String header = parsed.getParsedParts()[0].decodeToString();
      require(!JSONObjectUtils.parse(header).containsKey("crit"));
      requireKinds(parsed.getPayload().toJSONObject());
      return Optional.of(Identity.of(name(claims), groups(claims)));
    } catch (KeySourceException e) {
      throw new Unavailable(e);
    } catch (CharacterCodingException
        | ParseException
        | BadJOSEException
        | JOSEException
        | IllegalArgumentException e) {
      LOG.log(Level.DEBUG, () -> "a token is refused: " + e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  /**
   * Base64url without padding and spare bits, of UTF-8 (RFC 7515, sections 2 and 5.2). The library
   * skips what does not belong there, so that one token could be written in many ways.
   */
  private static void requireOneSpelling(String token) throws CharacterCodingException {
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
   * Times are numbers: the library's arithmetic takes what is far beyond any date for one that is
   * long past. Names are strings: it makes one of a number.
   */
  private static void requireKinds(Map<String, Object> claims) {
    for (String claim : TIMES) {
      require(
          !claims.containsKey(claim)
              || (claims.get(claim) instanceof Number seconds
                  && seconds.doubleValue() >= 0
                  && seconds.doubleValue() <= LAST_SECONDS));
    }
    for (String claim : NAMES) {
      require(claims.get(claim) == null || claims.get(claim) instanceof String);
    }
  }

  private static void require(boolean sound) {
    if (!sound) {
      throw new IllegalArgumentException("malformed");
    }
  }

  private static String name(JWTClaimsSet claims) throws ParseException {
    for (String claim : NAMES) {
      String name = claims.getStringClaim(claim);
      if (name != null) {
        return name;
      }
    }
    throw new IllegalArgumentException("nobody's");
  }

  private static List<String> groups(JWTClaimsSet claims) throws ParseException {
    List<String> groups = claims.getStringListClaim("groups");
    return groups == null
        ? List.of()
        : groups.stream().filter(group -> group != null).collect(Collectors.toList());
  }

  /** Keys of the right kind that are long enough; a key without an id fits every id. */
  private static final class GoodKeys extends JWSVerificationKeySelector<SecurityContext> {
    GoodKeys(Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys) {
      super(algorithms, keys);
    }

    @Override
    protected JWKMatcher createJWKMatcher(JWSHeader header) {
      JWKMatcher usual = super.createJWKMatcher(header);
      return usual == null || header.getKeyID() == null
          ? usual
          : new JWKMatcher.Builder(usual).keyIDs(header.getKeyID(), null).build();
    }

    @Override
    public List<Key> selectJWSKeys(JWSHeader header, SecurityContext context)
        throws KeySourceException {
      List<Key> found = super.selectJWSKeys(header, context);
      return found.stream()
          .filter(
              key -> !(key instanceof RSAKey rsa) || rsa.getModulus().bitLength() >= RSA_BITS_LEAST)
          .collect(Collectors.toList());
    }
  }

  /** By this server's clock, and no further from it than is allowed. */
  private static final class GoodClaims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final Clock clock;
    private final Duration skew;

    GoodClaims(TrustedIssuer issuer, Clock clock) {
      super(
          // Of a kind that can be asked for null, as the library does.
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
    public void verify(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
      super.verify(claims, context);
      Date issued = claims.getIssueTime();
      if (issued != null && issued.toInstant().isAfter(clock.instant().plus(skew))) {
        throw new BadJWTException("issued in the future");
      }
    }
  }
}
