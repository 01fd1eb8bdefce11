package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.security.AccessDecision.Admitted;
import org.meanwhile.security.AccessDecision.Reason;
import org.meanwhile.security.AccessDecision.Refused;

class AccessControlTest {
  private static final Identity ALICE = new Identity("alice", Set.of(Group.SUBMITTER));
  private static final Identity OLGA = new Identity("olga", Set.of(Group.OPERATOR));
  private static final Identity WALTER = new Identity("walter", Set.of(Group.WORKER));
  private static final Identity WANDA =
      new Identity("wanda", Set.of(Group.WORKER, Group.SUBMITTER));
  private static final Identity CAROL = new Identity("carol", Set.of());
  private static final Map<String, Identity> TOKENS =
      Map.of("alices", ALICE, "olgas", OLGA, "carols", CAROL, "walters", WALTER, "wandas", WANDA);

  private static final String SCOPE = "Bearer realm=\"meanwhile\", error=\"insufficient_scope\"";

  private final AccessControl local = new AccessControl(Optional.empty());
  private final AccessControl byToken =
      new AccessControl(Optional.of(verifier(token -> Optional.ofNullable(TOKENS.get(token)))));
  private final AccessControl withoutKeys =
      new AccessControl(
          Optional.of(
              verifier(
                  token -> {
                    throw new TokenVerifier.Unavailable(new IOException("no keys"));
                  })));

  /** Verifies a token. */
  private interface Verification {
    Optional<Identity> of(String token) throws TokenVerifier.Unavailable;
  }

  private static TokenVerifier verifier(Verification verification) {
    return new TokenVerifier() {
      @Override
      public Optional<Identity> verify(String token) throws Unavailable {
        return verification.of(token);
      }

      @Override
      public BooleanSupplier watch(String token) {
        return () -> TOKENS.containsKey(token);
      }
    };
  }

  private static Request get(String path) {
    return Request.of("GET", path);
  }

  private static AccessDecision decide(AccessControl control, Request request) {
    return control.decide(request.toAccessRequest());
  }

  private AccessDecision decideByToken(String path, String authorization) {
    return decide(byToken, get(path).with("Authorization", authorization));
  }

  private static void assertRefused(AccessDecision decision, Reason reason, String challenge) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.challenge()).isEqualTo(challenge);
            });
  }

  @Test
  void health_is_public_in_every_mode_and_from_anywhere() {
    Request request = get("/health/ready").from("10.0.0.1");

    assertThat(decide(local, request)).isEqualTo(Admitted.ANONYMOUS);
    assertThat(decide(byToken, request)).isEqualTo(Admitted.ANONYMOUS);
    assertThat(decide(withoutKeys, request)).isEqualTo(Admitted.ANONYMOUS);
  }

  @Test
  void mode_local_admits_clients_of_this_machine_as_one_caller() {
    assertThat(decide(local, get("/job"))).isEqualTo(Admitted.as(Identity.LOCAL));
    assertRefused(decide(local, get("/").from("10.0.0.1")), Reason.FORBIDDEN, null);
  }

  @Test
  void public_paths_need_no_token_and_others_do() {
    assertThat(decide(byToken, get("/openapi"))).isEqualTo(Admitted.ANONYMOUS);
    assertRefused(
        decide(byToken, get("/job")), Reason.UNAUTHENTICATED, "Bearer realm=\"meanwhile\"");
  }

  @Test
  void a_valid_token_admits_its_caller() {
    assertThat(decideByToken("/job", "Bearer alices")).isEqualTo(Admitted.as(ALICE));
    assertThat(decideByToken("/job", "bearer  alices")).isEqualTo(Admitted.as(ALICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/lease", "/lease/x", "/lease/x/end", "//lease", "/%6Cease/x", "/lease;a/x"})
  void leases_are_for_workers(String path) {
    assertRefused(decideByToken(path, "Bearer alices"), Reason.FORBIDDEN, SCOPE);
    assertRefused(decideByToken(path, "Bearer olgas"), Reason.FORBIDDEN, SCOPE);
    assertThat(decideByToken(path, "Bearer wandas")).isEqualTo(Admitted.as(WANDA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/lease", "/lease/x_-9", "/lease/x/end", "/lease/x/output", "/caller"})
  void a_worker_may_use_leases(String path) {
    assertThat(decideByToken(path, "Bearer walters")).isEqualTo(Admitted.as(WALTER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/job",
        "/operation",
        "/lease/x/job",
        "/lease/../job",
        "/lease;/job",
        "/lease%2Fx"
      })
  void a_worker_may_do_nothing_else(String path) {
    assertRefused(decideByToken(path, "Bearer walters"), Reason.FORBIDDEN, SCOPE);
    assertThat(decideByToken("/job", "Bearer wandas")).isEqualTo(Admitted.as(WANDA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer unknown", "Bearer", "Bearer a b", "Bearer \u00FC"})
  void a_bad_token_is_refused_by_a_challenge_that_says_so(String authorization) {
    assertRefused(
        decideByToken("/job", authorization),
        Reason.UNAUTHENTICATED,
        "Bearer realm=\"meanwhile\", error=\"invalid_token\","
            + " error_description=\"the token is not valid here, or has expired\"");
  }

  @Test
  void credentials_of_another_scheme_count_as_none() {
    assertRefused(
        decideByToken("/job", "Basic YTpi"), Reason.UNAUTHENTICATED, "Bearer realm=\"meanwhile\"");
  }

  @Test
  void two_Authorization_fields_are_refused() {
    Request request = get("/job").with("Authorization", "Bearer alices", "Bearer olgas");

    assertThat(decide(byToken, request))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.UNAUTHENTICATED));
  }

  @Test
  void a_caller_without_a_group_is_forbidden() {
    assertRefused(
        decideByToken("/job", "Bearer carols"),
        Reason.FORBIDDEN,
        "Bearer realm=\"meanwhile\", error=\"insufficient_scope\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/metrics/base",
        "//metrics",
        "/overview",
        "/%6fverview",
        "/overview;a=1",
        "/metrics%2Fbase"
      })
  void metrics_and_overview_are_for_operators_however_the_path_is_written(String path) {
    assertRefused(
        decideByToken(path, "Bearer alices"),
        Reason.FORBIDDEN,
        "Bearer realm=\"meanwhile\", error=\"insufficient_scope\"");
    assertThat(decideByToken(path, "Bearer olgas")).isEqualTo(Admitted.as(OLGA));
  }

  @Test
  void without_keys_a_token_is_neither_accepted_nor_refused() {
    assertRefused(
        decide(withoutKeys, get("/job").with("Authorization", "Bearer alices")),
        Reason.UNAVAILABLE,
        null);
  }

  @Test
  void only_a_token_can_be_over_before_the_response_is() {
    Request bad = get("/job").with("Authorization", "Bearer nobodys");
    Request good = get("/job").with("Authorization", "Bearer alices");

    assertThat(byToken.watch(bad.toAccessRequest()).getAsBoolean()).isFalse();
    assertThat(byToken.watch(good.toAccessRequest()).getAsBoolean()).isTrue();
    assertThat(byToken.watch(get("/openapi").toAccessRequest()).getAsBoolean()).isTrue();
    assertThat(local.watch(get("/job").toAccessRequest()).getAsBoolean()).isTrue();
  }
}
