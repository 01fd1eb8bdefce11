package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Keyring;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.SharedServer;

/**
 * Links use the address by which the client knows the server: that of its request, or the one that
 * a proxy forwards.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class ProxyIT {
  private static final Map<String, String> TOLD =
      Map.of(
          "Forwarded", "for=192.0.2.1;proto=https;host=\"api.example:8443\"",
          "X-Forwarded-Proto", "https",
          "X-Forwarded-Host", "other.example",
          "X-Forwarded-Port", "444",
          "X-Forwarded-Prefix", "/jobs/here/");

  private static final String OUTSIDE = "https://api.example:8443/jobs/here/";

  private final Client shared;

  ProxyIT(Client shared) {
    this.shared = shared;
  }

  @Test
  void a_server_that_is_open_to_its_own_machine_is_open_to_no_proxy_on_it() {
    shared
        .ask()
        .headers(TOLD)
        .get("/operation/simulate")
        .then()
        .spec(problem(403, "forbidden"))
        .body("detail", containsString("meanwhile.security.mode"));
  }

  @Test
  void behind_a_proxy_all_links_are_as_the_client_knows_the_server() {
    try (Server server = new Server("proxy").with("meanwhile.proxy", true)) {
      Keyring keys = new Keyring(server.directory());
      String token = keys.token("ci", "submitter");
      Client client = keys.guard(server).start().client().with(token);
      created(client);
      created(client);
      Response page = client.ask().headers(TOLD).queryParam("limit", 1).get("/job");

      page.then().statusCode(200).body("next", startsWith(OUTSIDE + "job?"));
      assertThat(page.header("Link")).startsWith("<" + OUTSIDE + "job?");

      theStandardComesFirst(client);
      nothingButAHostGetsIntoALink(client);
      aProblemNamesThePathThatTheClientUsed(client);
      aPollIsRedirectedWithoutAnyAddress(client);
      aNameAmongContainersIsAHost(client);
    }
  }

  private static void created(Client client) {
    Response answer =
        client
            .ask()
            .headers(TOLD)
            .contentType(ContentType.JSON)
            .body(Map.of("operation", "simulate", "startAt", Client.TOMORROW))
            .post("/job");
    String id = answer.then().statusCode(202).extract().path("id");

    answer
        .then()
        .header("Location", OUTSIDE + "job/" + id)
        .header("Operation-Location", OUTSIDE + "job/" + id + "/status")
        .body("links.self", equalTo(OUTSIDE + "job/" + id));
  }

  private static void theStandardComesFirst(Client client) {
    client
        .ask()
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", "other.example")
        .header("X-Forwarded-Port", "444")
        .get("/operation/simulate")
        .then()
        .body("links.self", equalTo("https://other.example:444/operation/simulate"));
  }

  private static void nothingButAHostGetsIntoALink(Client client) {
    client
        .ask()
        .header("Forwarded", "host=\"a.b/path\";proto=javascript")
        .header("X-Forwarded-Host", "user@a.b")
        .header("X-Forwarded-Port", "none")
        .header("X-Forwarded-Prefix", "//evil.example")
        .get("/operation/simulate")
        .then()
        .statusCode(200)
        .body("links.self", equalTo(client.base() + "/operation/simulate"));
  }

  private static void aPollIsRedirectedWithoutAnyAddress(Client client) {
    String id = client.ended(Map.of());

    client
        .ask()
        .headers(TOLD)
        .get("/job/{id}", id)
        .then()
        .statusCode(303)
        .header("Location", id + "/output");
  }

  /** By JAX-RS, by the steps before it, and by the container. */
  private static void aProblemNamesThePathThatTheClientUsed(Client client) {
    client
        .askWrongly()
        .headers(TOLD)
        .get("/job/none")
        .then()
        .body("instance", equalTo("/jobs/here/job/none"));
    new Client(client.base())
        .ask()
        .headers(TOLD)
        .get("/job")
        .then()
        .statusCode(401)
        .body("instance", equalTo("/jobs/here/job"));
    client
        .askUndescribed()
        .headers(TOLD)
        .get("/assets/none")
        .then()
        .statusCode(404)
        .body("instance", equalTo("/jobs/here/assets/none"));
  }

  @Test
  void a_host_that_is_none_is_refused() {
    for (String host :
        new String[] {
          "a..b", "300.1.1.1", "a.b/path", "user@a.b", "a.b:0", "a.b:99999", "\"><x>", "%41", "[::1"
        }) {
      shared
          .askUndescribed()
          .header("Host", host)
          .get("/operation/simulate")
          .then()
          .spec(problem(400, "malformed-request"));
    }
  }

  private static void aNameAmongContainersIsAHost(Client client) {
    client
        .ask()
        .header("Host", "my_service:8080")
        .get("/operation/simulate")
        .then()
        .body("links.self", equalTo("http://my_service:8080/operation/simulate"));
  }
}
