package org.meanwhile.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/** An unconfigured server must not obey web pages in browsers on its machine. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class LocalIT {
  private static final String JOB = "{\"operation\":\"simulate\"}";

  private final Client client;

  LocalIT(Client client) {
    this.client = client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/job", "/operation", "/", "/openapi", "/metrics", "/swagger-ui/", "/x"})
  void a_name_that_leads_here_for_a_moment_opens_nothing(String path) {
    client
        .askUndescribed()
        .header("Host", "rebound.example:" + client.base().getPort())
        .get(path)
        .then()
        .spec(problem(403, "forbidden"))
        .body("detail", containsString("meanwhile.security.mode"))
        .body("instance", equalTo(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/job", "/operation", "/", "/openapi", "/metrics", "/nothing"})
  void what_came_through_a_proxy_is_not_let_in(String path) {
    for (String field : new String[] {"Forwarded", "X-Forwarded-For", "Via"}) {
      client
          .askUndescribed()
          .header(field, "for=192.0.2.1")
          .get(path)
          .then()
          .spec(problem(403, "forbidden"));
    }
  }

  @Test
  void those_who_watch_the_node_come_from_anywhere() {
    client
        .askUndescribed()
        .header("Host", "10.1.2.3:8080")
        .header("Via", "1.1 probe")
        .get("/health/ready")
        .then()
        .statusCode(200);
  }

  @Test
  void a_page_of_another_origin_changes_nothing() {
    for (String origin : new String[] {"http://evil.example", "http://127.0.0.1:1", "null"}) {
      client
          .ask()
          .header("Origin", origin)
          .contentType(ContentType.JSON)
          .body(JOB)
          .post("/job")
          .then()
          .spec(problem(403, "forbidden"));
    }
    client
        .ask()
        .header("Sec-Fetch-Site", "same-site")
        .delete("/job/0190a1b2-0000-7000-8000-000000000000")
        .then()
        .spec(problem(403, "forbidden"));
  }

  @Test
  void a_page_of_this_server_may_change_what_it_likes() {
    client
        .ask()
        .header("Origin", client.base().toString())
        .header("Sec-Fetch-Site", "same-origin")
        .contentType(ContentType.JSON)
        .body(JOB)
        .post("/job")
        .then()
        .statusCode(202);
  }

  @Test
  void this_machine_has_several_names() {
    for (String host : new String[] {"localhost", "LOCALHOST.:1", "127.5.5.5", "[::1]:8080"}) {
      client.ask().header("Host", host).get("/operation").then().statusCode(200);
    }
  }
}
