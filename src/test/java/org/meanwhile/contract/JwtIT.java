package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meanwhile.contract.support.Problems.problem;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/**
 * A server that trusts an identity provider, whose part the test plays. It exports its spans to the
 * same place, because another server would take 20 s to start.
 */
class JwtIT {
  private static final String ISSUER = "https://issuer.example/realm";
  private static final AtomicInteger FETCHES = new AtomicInteger();

  /** What the server exports, a character for each byte. */
  private static final Queue<String> SPANS = new ConcurrentLinkedQueue<>();

  private static final Queue<String> CALLBACK_TRACES = new ConcurrentLinkedQueue<>();

  private static RSAKey first;
  private static ECKey second;
  private static volatile JWKSet published;
  private static HttpServer issuer;
  private static Server server;

  @BeforeAll
  static void start() throws IOException, JOSEException {
    first = new RSAKeyGenerator(2048).keyID("first").generate();
    second = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
    published = new JWKSet(first);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          FETCHES.incrementAndGet();
          byte[] body = published.toString(true).getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.createContext(
        "/v1/traces",
        exchange -> {
          SPANS.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    issuer.createContext(
        "/done",
        exchange -> {
          CALLBACK_TRACES.add(exchange.getRequestHeaders().getFirst("traceparent"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    issuer.start();
    String origin = "http://127.0.0.1:" + issuer.getAddress().getPort();
    server =
        new Server("jwt")
            .with("meanwhile.security.mode", "jwt")
            .with("meanwhile.operations", "simulate,sort")
            .with("meanwhile.operations.sort.groups", "staff")
            .with("meanwhile.security.oidc.client-id", "console")
            .with("mp.jwt.verify.issuer", ISSUER)
            .with("mp.jwt.verify.audiences", "meanwhile")
            .with("mp.jwt.verify.publickey.location", origin + "/keys")
            .with("meanwhile.callback.allow", "127.0.0.1/32")
            .with("otel.sdk.disabled", "false")
            .with("otel.traces.exporter", "otlp")
            .with("otel.metrics.exporter", "none")
            .with("otel.logs.exporter", "none")
            .with("otel.exporter.otlp.protocol", "http/protobuf")
            .with("otel.exporter.otlp.endpoint", origin)
            .with("otel.bsp.schedule.delay", "200")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.stop(0);
  }

  private static JWTClaimsSet.Builder claims(String name, String... groups) {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("meanwhile")
        .subject(name)
        .claim("groups", List.of(groups))
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  private static Client with(JWTClaimsSet.Builder claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first").build(), claims.build());
    token.sign(new RSASSASigner(first));
    return server.client().with(token.serialize());
  }

  @Test
  void each_caller_sees_its_own_jobs_and_an_operator_all() throws JOSEException {
    Client alice = with(claims("alice", "submitter"));
    String job = alice.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));

    alice.poll(job).then().statusCode(200);
    with(claims("bob", "submitter", "staff")).poll(job).then().spec(problem(404, "unknown-job"));
    with(claims("olga", "operator")).poll(job).then().statusCode(200);
  }

  @Test
  void request_wait_run_and_callback_are_spans_of_the_clients_trace() throws JOSEException {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String bytes = new String(HexFormat.of().parseHex(trace), ISO_8859_1);
    String url = "http://127.0.0.1:" + issuer.getAddress().getPort() + "/done";
    with(claims("alice", "submitter"))
        .ask()
        .contentType(ContentType.JSON)
        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
        .body(Map.of("operation", "simulate", "callback", Map.of("url", url)))
        .post("/job")
        .then()
        .statusCode(202);

    for (String span : List.of("POST /job", "wait simulate", "run simulate", "callback")) {
      Awaitility.await(span)
          .until(() -> SPANS.stream().anyMatch(s -> s.contains(span) && s.contains(bytes)));
    }
    // A child: the same trace, another span.
    assertThat(CALLBACK_TRACES)
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("00-" + trace + "-")
        .doesNotContain("00f067aa0ba902b7");
    assertThat(SPANS).noneMatch(s -> s.contains("whsec_") || s.contains("eyJ"));
  }

  @Test
  void an_operation_of_a_group_is_there_for_its_members_alone() throws JOSEException {
    Client member = with(claims("alice", "submitter", "staff"));
    Client other = with(claims("bob", "submitter", "operator"));
    Map<String, Object> job = Map.of("operation", "sort", "startAt", Client.TOMORROW);

    assertThat(member.ask().get("/operation").jsonPath().getList("items.name"))
        .contains("simulate", "sort");
    member.ask().get("/operation/sort").then().statusCode(200);
    member.post(job).then().spec(problem(400, "invalid-request"));

    assertThat(other.ask().get("/operation").jsonPath().getList("items.name"))
        .contains("simulate")
        .doesNotContain("sort");
    other.ask().get("/operation/sort").then().spec(problem(404, "unknown-operation"));
    other.post(job).then().spec(problem(403, "forbidden"));
  }

  @Test
  void an_operation_that_is_not_offered_does_not_exist_for_anyone() throws JOSEException {
    Client alice = with(claims("alice", "submitter", "staff"));

    alice.ask().get("/operation/backup").then().spec(problem(404, "unknown-operation"));
    alice
        .post(Map.of("operation", "backup", "input", Map.of("source", "x")))
        .then()
        .spec(problem(400, "unknown-operation"));
  }

  @Test
  void anyone_is_told_where_the_console_signs_people_in_and_only_the_console_may_ask_there() {
    server
        .client()
        .askUndescribed()
        .get("/assets/sign-in.json")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("issuer", equalTo(ISSUER))
        .body("clientId", equalTo("console"))
        .body("scopes", equalTo("openid"))
        .body("audiences", contains("meanwhile"))
        .body("page", nullValue());

    for (String page : List.of("/", "/index.html")) {
      policy(page).contains("connect-src 'self' https://issuer.example;");
    }
    for (String page : List.of("/swagger-ui/", "/assets/icon.svg")) {
      policy(page).contains("connect-src 'self';");
    }
  }

  private static AbstractStringAssert<?> policy(String page) {
    return assertThat(server.client().askUndescribed().get(page).header("Content-Security-Policy"))
        .as(page);
  }

  @Test
  void who_is_in_no_group_is_forbidden_and_told_why() throws JOSEException {
    with(claims("carol", "staff"))
        .ask()
        .get("/job")
        .then()
        .spec(problem(403, "forbidden"))
        .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""));
  }

  @Test
  void a_token_that_is_not_for_here_or_not_for_now_is_refused() throws JOSEException {
    for (JWTClaimsSet.Builder wrong :
        List.of(
            claims("alice", "submitter").issuer("https://other.example"),
            claims("alice", "submitter").audience("other"),
            claims("alice", "submitter")
                .expirationTime(Date.from(Instant.now().minusSeconds(60))))) {
      with(wrong)
          .ask()
          .get("/job")
          .then()
          .spec(problem(401, "unauthenticated"))
          .header("WWW-Authenticate", containsString("error=\"invalid_token\""));
    }
    server.client().ask().get("/job").then().spec(problem(401, "unauthenticated"));
  }

  @Test
  void a_new_key_of_the_issuer_is_learnt_and_unknown_ones_do_not_flood_it() throws JOSEException {
    with(claims("alice", "submitter")).ask().get("/job").then().statusCode(200);
    published = new JWKSet(List.of(first, second));
    SignedJWT rolled =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("second").build(),
            claims("alice", "submitter").build());
    rolled.sign(new ECDSASigner(second));

    server.client().with(rolled.serialize()).ask().get("/job").then().statusCode(200);

    int before = FETCHES.get();
    for (int i = 0; i < 20; i++) {
      SignedJWT forged =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown-" + i).build(),
              claims("alice", "operator").build());
      forged.sign(new RSASSASigner(first));
      server.client().with(forged.serialize()).ask().get("/job").then().statusCode(401);
    }
    assertThat(FETCHES.get() - before).isLessThan(5);
  }
}
