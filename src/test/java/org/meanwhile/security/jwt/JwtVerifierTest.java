package org.meanwhile.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Group;
import org.meanwhile.security.Identity;
import org.meanwhile.security.ManualClock;
import org.meanwhile.security.TokenVerifier;

/** Tokens as an identity provider makes them, and as a forger does. */
class JwtVerifierTest {
  private static final RSAKey RSA = rsa("rsa", 2048);
  private static final ECKey EC = ec();
  private static final Identity ALICE =
      new Identity("alice", Set.of(Group.SUBMITTER), Set.of("submitter", "staff"));

  private final ManualClock clock = new ManualClock();
  private final JwtVerifier verifier = with(Map.of());

  private static RSAKey rsa(String id, int bits) {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
      pairs.initialize(bits);
      KeyPair pair = pairs.generateKeyPair();
      return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
          .privateKey(pair.getPrivate())
          .keyID(id)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String jwks(JWK... keys) {
    return new JWKSet(List.of(keys)).toString(true);
  }

  private JwtVerifier with(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("meanwhile.security.mode", "jwt");
    all.put("mp.jwt.verify.issuer", "https://issuer.example");
    all.put("mp.jwt.verify.audiences", "other, meanwhile");
    all.put("mp.jwt.verify.publickey", jwks(RSA, EC));
    all.putAll(settings);
    all.values().removeIf(String::isEmpty);
    return JwtVerifier.of(TrustedIssuer.read(new Settings(all::get)), clock);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://issuer.example")
        .audience("meanwhile")
        .subject("4711")
        .claim("upn", "alice")
        .claim("groups", List.of("submitter", "staff"))
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(clock.instant().plusSeconds(600)));
  }

  private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa"), new RSASSASigner(RSA), claims);
  }

  private static String signed(
      JWSHeader.Builder header, JWSSigner signer, JWTClaimsSet.Builder claims)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header.build(), claims.build());
    token.sign(signer);
    return token.serialize();
  }

  private void assertRefused(String token) throws TokenVerifier.Unavailable {
    assertThat(verifier.verify(token)).isEmpty();
  }

  @Test
  void a_token_that_the_issuer_signed_by_either_algorithm_is_accepted() throws Exception {
    assertThat(verifier.verify(signed(claims()))).contains(ALICE);
    assertThat(
            verifier.verify(
                signed(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec"),
                    new ECDSASigner(EC),
                    claims())))
        .contains(ALICE);
    assertThat(
            verifier.verify(
                signed(new JWSHeader.Builder(JWSAlgorithm.RS256), new RSASSASigner(RSA), claims())))
        .as("without a key id")
        .contains(ALICE);
  }

  @Test
  void a_watch_is_over_when_the_token_is_no_longer_accepted() throws Exception {
    JwtVerifier exact = with(Map.of("mp.jwt.verify.clock.skew", "30"));
    String token = signed(claims());
    BooleanSupplier watch = exact.watch(token);

    clock.pass(Duration.ofSeconds(629));
    assertThat(watch.getAsBoolean()).isTrue();
    assertThat(exact.verify(token)).contains(ALICE);
    clock.pass(Duration.ofSeconds(1));

    assertThat(watch.getAsBoolean()).isFalse();
    assertThat(exact.verify(token)).isEmpty();
  }

  @Test
  void the_name_is_the_first_of_three_claims() throws Exception {
    assertThat(
            verifier.verify(signed(claims().claim("upn", null).claim("preferred_username", "al"))))
        .hasValueSatisfying(identity -> assertThat(identity.name()).isEqualTo("al"));
    assertThat(verifier.verify(signed(claims().claim("upn", null))))
        .hasValueSatisfying(identity -> assertThat(identity.name()).isEqualTo("4711"));
    assertRefused(signed(claims().claim("upn", null).subject(null)));
    assertRefused(signed(claims().claim("upn", "a\nb")));
    assertRefused(signed(claims().claim("upn", " ")));
    assertRefused(signed(claims().claim("upn", "a".repeat(256))));
    assertRefused(signed(claims().claim("upn", 4711)));
    assertRefused(signed(claims().claim("sub", 4711)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "al\u200Bice",
        "\u202Eecila",
        "\uFEFFalice",
        " alice",
        "alice ",
        "al\u2028ice",
        "alice\u00A0",
        "alice\u3164",
        "alice\u115F",
        "alice\u2800",
        "alice\uFE0F",
        "al\u034Fice",
        "alice\uFFFE",
        "alice\uDB40\uDD00"
      })
  void names_that_differ_look_different(String name) throws Exception {
    assertRefused(signed(claims().claim("upn", name)));
  }

  @Test
  void a_name_may_have_blanks_and_letters_of_all_scripts() throws Exception {
    assertThat(verifier.verify(signed(claims().claim("upn", "Łucja 愛 O'Neil"))))
        .hasValueSatisfying(identity -> assertThat(identity.name()).isEqualTo("Łucja 愛 O'Neil"));
  }

  @Test
  void a_token_in_another_encoding_is_refused() throws Exception {
    String good = signed(claims());
    assertRefused(good + "==");
    assertRefused(good + "\n");
    assertRefused(" " + good);
    assertRefused(withSpareBits(good));
    String standard = good.replace('-', '+').replace('_', '/');
    if (!standard.equals(good)) {
      assertRefused(standard);
    }
  }

  /** The last of the 342 characters of 256 octets has two spare bits. */
  private static String withSpareBits(String token) {
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = digits.indexOf(token.charAt(token.length() - 1));
    return token.substring(0, token.length() - 1) + digits.charAt(last + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00FF", "\u00C3("})
  void claims_are_utf_8(String latin) throws Exception {
    byte[] payload =
        claims().claim("x", "y" + latin).build().toString().getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(signed(payload));
  }

  @Test
  void claims_have_no_byte_order_mark() throws Exception {
    assertRefused(signed(("\uFEFF" + claims().build()).getBytes(StandardCharsets.UTF_8)));
    assertThat(
            verifier.verify(signed(claims().build().toString().getBytes(StandardCharsets.UTF_8))))
        .as("without a byte order mark")
        .contains(ALICE);
  }

  private static String signed(byte[] payload) throws JOSEException {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(), new Payload(payload));
    token.sign(new RSASSASigner(RSA));
    return token.serialize();
  }

  @Test
  void a_caller_without_groups_has_none() throws Exception {
    assertThat(verifier.verify(signed(claims().claim("groups", null))))
        .contains(new Identity("alice", Set.of()));
    assertRefused(signed(claims().claim("groups", "operator")));
  }

  @Test
  void a_token_without_a_signature_is_refused() throws Exception {
    assertRefused(new PlainJWT(claims().build()).serialize());
    String good = signed(claims());
    assertRefused(good.substring(0, good.lastIndexOf('.') + 1));
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"None\"}".getBytes(StandardCharsets.UTF_8));
    assertRefused(header + good.substring(good.indexOf('.')));
  }

  @Test
  void a_public_key_used_as_an_HMAC_secret_is_refused() throws Exception {
    byte[] pem = RSA.toRSAPublicKey().getEncoded();
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa"), new MACSigner(pem), claims()));
    assertRefused(signed(new JWSHeader.Builder(JWSAlgorithm.HS256), new MACSigner(pem), claims()));
  }

  @Test
  void a_signature_by_another_key_is_refused() throws Exception {
    RSAKey other = rsa("rsa", 2048);
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa"),
            new RSASSASigner(other),
            claims()));
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown"),
            new RSASSASigner(other),
            claims()));
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").jwk(other.toPublicJWK()),
            new RSASSASigner(other),
            claims()));
  }

  @Test
  void another_algorithm_of_the_same_key_is_refused() throws Exception {
    for (JWSAlgorithm algorithm :
        List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
      assertRefused(
          signed(new JWSHeader.Builder(algorithm).keyID("rsa"), new RSASSASigner(RSA), claims()));
    }
  }

  @Test
  void a_claim_that_was_changed_breaks_the_signature() throws Exception {
    String good = signed(claims());
    String other = signed(claims().claim("groups", List.of("operator")));

    assertRefused(
        good.substring(0, good.indexOf('.'))
            + other.substring(other.indexOf('.'), other.lastIndexOf('.'))
            + good.substring(good.lastIndexOf('.')));
  }

  @Test
  void a_token_of_another_issuer_or_for_another_audience_is_refused() throws Exception {
    assertRefused(signed(claims().issuer("https://other.example")));
    assertRefused(signed(claims().issuer(null)));
    assertRefused(signed(claims().audience("somebody")));
    assertRefused(signed(claims().audience((String) null)));
    assertThat(verifier.verify(signed(claims().audience(List.of("somebody", "other")))))
        .contains(ALICE);
  }

  @Test
  void times_are_checked_with_a_clock_skew_of_30_seconds() throws Exception {
    String token = signed(claims());
    clock.pass(Duration.ofSeconds(600 + 29));
    assertThat(verifier.verify(token)).contains(ALICE);
    clock.pass(Duration.ofSeconds(2));
    assertRefused(token);
    assertRefused(signed(claims().expirationTime(null)));
    assertRefused(signed(claims().notBeforeTime(Date.from(clock.instant().plusSeconds(31)))));
    assertRefused(signed(claims().issueTime(Date.from(clock.instant().plusSeconds(31)))));
    assertThat(
            verifier.verify(
                signed(claims().notBeforeTime(Date.from(clock.instant().plusSeconds(29))))))
        .contains(ALICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "nbf", "iat"})
  void a_time_that_is_no_number_or_beyond_the_year_9999_is_refused(String claim) throws Exception {
    for (Object time :
        List.of(1e300, 1e17, 253_402_300_800L, Long.MAX_VALUE, BigInteger.TEN.pow(40), -1, "0")) {
      assertRefused(signed(claims().claim(claim, time)));
    }
    if (!claim.equals("exp")) {
      assertThat(verifier.verify(signed(claims().claim(claim, 0)))).contains(ALICE);
    }
  }

  @Test
  void a_critical_header_parameter_is_refused() throws Exception {
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .criticalParams(Set.of("http://example/new"))
                .customParam("http://example/new", true),
            new RSASSASigner(RSA),
            claims()));
    SignedJWT empty =
        new SignedJWT(
            JWSHeader.parse(Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[]}")),
            claims().build());
    empty.sign(new RSASSASigner(RSA));
    assertRefused(empty.serialize());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "mw_aaaa", "e30.e30.", "....."})
  void a_text_that_is_no_token_is_refused(String text) throws Exception {
    assertRefused(text);
  }

  @Test
  void an_RSA_key_of_1024_bits_is_not_used() throws Exception {
    RSAKey small = rsa("small", 1024);
    JwtVerifier weak = with(Map.of("mp.jwt.verify.publickey", jwks(small)));

    assertThat(
            weak.verify(
                signed(
                    new JWSHeader.Builder(JWSAlgorithm.RS256),
                    new RSASSASigner(small.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())),
                    claims())))
        .isEmpty();
  }

  @Test
  void the_other_algorithm_is_refused_where_one_is_set() throws Exception {
    JwtVerifier ecOnly = with(Map.of("mp.jwt.verify.publickey.algorithm", "ES256"));

    assertThat(ecOnly.verify(signed(claims()))).isEmpty();
  }

  @Test
  void a_key_may_be_pem_or_a_jwk_in_the_setting_or_a_file(@TempDir Path directory)
      throws Exception {
    String base64 = Base64.getMimeEncoder().encodeToString(RSA.toRSAPublicKey().getEncoded());
    String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    Path file = directory.resolve("key.pem");
    Files.writeString(file, pem);
    for (Map<String, String> setting :
        List.of(
            Map.of("mp.jwt.verify.publickey", pem),
            Map.of("mp.jwt.verify.publickey", base64.replaceAll("\\s", "")),
            Map.of("mp.jwt.verify.publickey", RSA.toPublicJWK().toJSONString()),
            Map.of(
                "mp.jwt.verify.publickey",
                Base64.getUrlEncoder().encodeToString(jwks(RSA).getBytes(StandardCharsets.UTF_8))),
            Map.of(
                "mp.jwt.verify.publickey", "", "mp.jwt.verify.publickey.location", file.toString()),
            Map.of(
                "mp.jwt.verify.publickey",
                "",
                "mp.jwt.verify.publickey.location",
                file.toUri().toString()))) {
      assertThat(with(setting).verify(signed(claims()))).as(setting.toString()).contains(ALICE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mp.jwt.verify.issuer",
        "mp.jwt.verify.audiences",
        "mp.jwt.verify.publickey",
      })
  void a_missing_setting_stops_the_start_and_is_named(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(Map.of(name, "")))
        .withMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://issuer.example/keys", "/no/such/file", "file:", "https://"})
  void a_location_that_is_not_safe_or_readable_stops_the_start(String location) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                with(
                    Map.of(
                        "mp.jwt.verify.publickey",
                        "",
                        "mp.jwt.verify.publickey.location",
                        location)))
        .withMessageContaining("mp.jwt.verify.publickey.location");
  }

  @Test
  void without_any_keys_a_token_is_neither_accepted_nor_refused()
      throws IOException, JOSEException {
    JwtVerifier unreachable =
        with(
            Map.of(
                "mp.jwt.verify.publickey",
                "",
                "mp.jwt.verify.publickey.location",
                "http://127.0.0.1:1/keys"));
    String token = signed(claims());
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> unreachable.verify(token))
          .isInstanceOf(TokenVerifier.Unavailable.class);
    }
  }
}
