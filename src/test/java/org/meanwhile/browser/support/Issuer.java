package org.meanwhile.browser.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small identity provider (OpenID Connect Core 1.0) with one public client: discovery, a page
 * where a person signs in or refuses, tokens for codes with PKCE by S256, refresh tokens that are
 * good once, keys, and the end of the session. It refuses what a real one refuses, and tells the
 * test each answer of its token endpoint.
 */
public final class Issuer implements AutoCloseable {
  public static final String CLIENT = "console";
  public static final String AUDIENCE = "meanwhile";

  /** What the issuer knows of a code that it gave, or of a refresh token. */
  private record Grant(String name, String redirectUri, String challenge, String nonce) {}

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final RSAKey key;
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, Grant> refreshTokens = new ConcurrentHashMap<>();
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> sessionsEnded = new ConcurrentLinkedQueue<>();

  private volatile URI redirectUri;
  private volatile Duration lifetime = Duration.ofHours(1);
  private volatile boolean refreshes;
  private volatile String audience = AUDIENCE;
  private volatile String nonce;

  public Issuer() {
    try {
      key = new RSAKeyGenerator(2048).keyID("only").generate();
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    http.setExecutor(threads);
    http.createContext(
        "/.well-known/openid-configuration", exchange -> json(exchange, 200, self()));
    http.createContext(
        "/keys", exchange -> json(exchange, 200, new JWKSet(key).toJSONObject(true)));
    http.createContext("/authorize", this::authorize);
    http.createContext("/decide", this::decide);
    http.createContext("/token", this::token);
    http.createContext("/end", this::end);
    http.start();
  }

  /** The one redirect URI of the client. */
  public Issuer sendsBackTo(URI page) {
    redirectUri = page;
    return this;
  }

  /** As after the start: tokens of an hour, no refresh tokens, all answers forgotten. */
  public void reset() {
    lives(Duration.ofHours(1), false);
    audience = AUDIENCE;
    nonce = null;
    answers.clear();
    sessionsEnded.clear();
    codes.clear();
    refreshTokens.clear();
  }

  /** Gives tokens that live so long from now on, with refresh tokens or without. */
  public void lives(Duration time, boolean withRefreshTokens) {
    lifetime = time;
    refreshes = withRefreshTokens;
  }

  /** Gives tokens for somebody else. */
  public void giveFor(String other) {
    audience = other;
  }

  /** Gives identity tokens with another nonce than was asked for. */
  public void replayNonce(String other) {
    nonce = other;
  }

  /** Takes all refresh tokens back. */
  public void revoke() {
    refreshTokens.clear();
  }

  /** What the token endpoint answered: the grant type, and {@code ok} or the error. */
  public List<String> answers() {
    return List.copyOf(answers);
  }

  /** Who ended the session here. */
  public List<String> sessionsEnded() {
    return List.copyOf(sessionsEnded);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private Map<String, Object> self() {
    return Map.of(
        "issuer",
        uri().toString(),
        "authorization_endpoint",
        uri() + "/authorize",
        "token_endpoint",
        uri() + "/token",
        "end_session_endpoint",
        uri() + "/end",
        "jwks_uri",
        uri() + "/keys",
        "response_types_supported",
        List.of("code"),
        "subject_types_supported",
        List.of("public"),
        "id_token_signing_alg_values_supported",
        List.of("RS256"),
        "code_challenge_methods_supported",
        List.of("S256"),
        "authorization_response_iss_parameter_supported",
        true);
  }

  /** RFC 6749, section 4.1.2.1: with a wrong client or redirect URI it sends nobody anywhere. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    if (!CLIENT.equals(asked.get("client_id"))
        || !redirectUri.toString().equals(asked.get("redirect_uri"))) {
      html(exchange, 400, "<h1>Unknown client or redirect URI</h1>");
    } else if (!"code".equals(asked.get("response_type"))
        || !"S256".equals(asked.get("code_challenge_method"))
        || asked.getOrDefault("code_challenge", "").length() != 43
        || asked.getOrDefault("state", "").length() < 43
        || !List.of(asked.getOrDefault("scope", "").split(" ")).contains("openid")) {
      html(exchange, 400, "<h1>Not a request for a code with PKCE</h1>");
    } else {
      String code = UUID.randomUUID().toString();
      codes.put(
          code,
          new Grant(
              "", asked.get("redirect_uri"), asked.get("code_challenge"), asked.get("nonce")));
      html(
          exchange,
          200,
          """
          <h1>The issuer</h1><form action="/decide">
          <input type="hidden" name="code" value="%s"><input type="hidden" name="state" value="%s">
          <label>Name <input name="name" autofocus></label>
          <button id="yes">Sign in</button><button id="no" name="no" value="1">Refuse</button>
          </form>"""
              .formatted(code, asked.get("state")));
    }
  }

  private void decide(HttpExchange exchange) throws IOException {
    Map<String, String> said = form(exchange.getRequestURI().getRawQuery());
    String code = said.get("code");
    Grant begun = codes.remove(code);
    if (begun == null) {
      html(exchange, 400, "<h1>Nothing was begun</h1>");
      return;
    }
    String answer;
    if (said.containsKey("no")) {
      answer = "error=access_denied&error_description=" + encoded("not today");
    } else {
      codes.put(
          code, new Grant(said.get("name"), begun.redirectUri(), begun.challenge(), begun.nonce()));
      answer = "code=" + code;
    }
    redirect(
        exchange,
        begun.redirectUri()
            + "?"
            + answer
            + "&state="
            + encoded(said.get("state"))
            + "&iss="
            + encoded(uri().toString()));
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String type = asked.getOrDefault("grant_type", "");
    Grant grant =
        !CLIENT.equals(asked.get("client_id"))
            ? null
            : type.equals("authorization_code")
                ? redeemed(asked)
                : refreshTokens.remove(asked.getOrDefault("refresh_token", ""));
    answers.add(type + (grant == null ? " invalid_grant" : " ok"));
    if (grant == null) {
      json(
          exchange,
          400,
          Map.of("error", "invalid_grant", "error_description", "the grant is not valid"));
    } else {
      json(exchange, 200, tokens(grant));
    }
  }

  /** A code is good once, for its redirect URI, and for whoever knows the verifier. */
  private Grant redeemed(Map<String, String> asked) {
    Grant grant = codes.remove(asked.getOrDefault("code", ""));
    return grant != null
            && grant.redirectUri().equals(asked.get("redirect_uri"))
            && grant.challenge().equals(challenge(asked.getOrDefault("code_verifier", "")))
        ? grant
        : null;
  }

  private Map<String, Object> tokens(Grant grant) {
    Map<String, Object> tokens = new HashMap<>();
    tokens.put("token_type", "Bearer");
    tokens.put("expires_in", lifetime.toSeconds());
    tokens.put(
        "access_token",
        signed(
            claims(grant.name(), audience)
                .claim("groups", List.of("submitter", "operator"))
                .build()));
    String told = nonce == null ? grant.nonce() : nonce;
    tokens.put("id_token", signed(claims(grant.name(), CLIENT).claim("nonce", told).build()));
    if (refreshes) {
      String token = UUID.randomUUID().toString();
      refreshTokens.put(token, grant);
      tokens.put("refresh_token", token);
    }
    return tokens;
  }

  private JWTClaimsSet.Builder claims(String name, String audience) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(uri().toString())
        .subject(name)
        .audience(audience)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(lifetime)));
  }

  private String signed(JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("only").build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void end(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    try {
      String name =
          SignedJWT.parse(asked.getOrDefault("id_token_hint", "")).getJWTClaimsSet().getSubject();
      if (!redirectUri.toString().equals(asked.get("post_logout_redirect_uri"))) {
        html(exchange, 400, "<h1>Unknown page</h1>");
        return;
      }
      sessionsEnded.add(name);
      redirect(exchange, redirectUri.toString());
    } catch (java.text.ParseException e) {
      html(exchange, 400, "<h1>Whose session?</h1>");
    }
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> form(String text) {
    return text == null || text.isEmpty()
        ? Map.of()
        : List.of(text.split("&")).stream()
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> URLDecoder.decode(pair[0], UTF_8),
                    pair -> pair.length < 2 ? "" : URLDecoder.decode(pair[1], UTF_8)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private static void html(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    send(exchange, status, "<!DOCTYPE html><title>Issuer</title>" + body);
  }

  /** Pages of any origin may read it, as those of real issuers. */
  private static void json(HttpExchange exchange, int status, Object body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    send(exchange, status, JsonMapper.shared().writeValueAsString(body));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
