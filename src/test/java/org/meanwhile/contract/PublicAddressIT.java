package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.meanwhile.contract.support.Listener.status;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Listener;
import org.meanwhile.contract.support.PrefixedServer;
import org.meanwhile.contract.support.PrefixedServer.Prefixed;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** With {@code meanwhile.url}, links are as clients know the server, whatever the request names. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(PrefixedServer.class)
class PublicAddressIT {
  private static final Pattern ABSOLUTE = Pattern.compile("https?://[^\"<>\\s]+");
  private static final Map<String, Object> SIMULATION = Map.of("operation", "simulate");

  private final Prefixed prefixed;
  private final String root;

  PublicAddressIT(Prefixed prefixed) {
    this.prefixed = prefixed;
    this.root = prefixed.proxy().uri().toString();
  }

  /** Each request names other hosts in every field there is. */
  private RequestSpecification ask() {
    return prefixed
        .client()
        .askUndescribed()
        .header("Host", "host.example")
        .header("Forwarded", "host=forwarded.example;proto=https")
        .header("X-Forwarded-Host", "x.example")
        .header("X-Forwarded-Prefix", "/x");
  }

  private RequestSpecification askWith(Object job) {
    return ask().contentType(ContentType.JSON).body(job);
  }

  private Response linksArePublic(Response answer, int links) {
    String text = answer.headers() + "\n" + answer.asString();
    List<String> found = ABSOLUTE.matcher(text).results().map(uri -> uri.group()).toList();

    assertThat(found)
        .hasSizeGreaterThanOrEqualTo(links)
        .allMatch(uri -> uri.startsWith(root) || uri.startsWith("https://json-schema.org/"));
    return answer;
  }

  private String succeeded() {
    Response answer = askWith(SIMULATION).header("Prefer", "wait=60").post("/job");
    answer.then().statusCode(303);
    linksArePublic(answer, 6);
    return answer.path("id");
  }

  @Test
  void every_answer_has_links_of_the_public_address() {
    String id = succeeded();

    linksArePublic(askWith(SIMULATION).post("/job"), 5).then().statusCode(202);
    linksArePublic(ask().post("/job"), 1).then().statusCode(201);
    linksArePublic(askWith(SIMULATION).put("/job/" + UUID.randomUUID()), 5).then().statusCode(202);
    linksArePublic(askWith(SIMULATION).post("/job/" + id), 1).then().statusCode(405);
    linksArePublic(ask().get("/job/" + id), 4).then().header("Location", id + "/output");
    linksArePublic(ask().get("/job/" + id + "/status"), 5).then().statusCode(200);
    linksArePublic(ask().get("/job/" + id + "/events"), 5).then().statusCode(200);
    linksArePublic(ask().get("/operation"), 5).then().statusCode(200);
    linksArePublic(ask().post("/job/" + id + "/share"), 3).then().statusCode(201);
    linksArePublic(ask().get("/job/" + id + "/share"), 1).then().statusCode(200);
    linksArePublic(ask().delete("/job/" + id + "/output"), 3).then().statusCode(200);
    Response page = linksArePublic(ask().header("POE", 1).get("/job?limit=1&label=a:b"), 1);
    assertThat(page.header("POE-Links")).startsWith('"' + root + "job/");
    Response first = linksArePublic(ask().get("/job?limit=1&operation=simulate"), 5);
    assertThat(first.<String>path("next")).startsWith(root + "job?");
    assertThat(first.header("Link")).startsWith("<" + root + "job?");
  }

  @Test
  void a_server_with_a_public_address_does_not_warn_of_hosts() {
    assertThat(prefixed.server().logLines(line -> line.contains("meanwhile.url is not set")))
        .isEmpty();
  }

  @Test
  void a_problem_names_the_public_path() {
    for (String path : List.of("job/none", "nothing", "assets/none", "openapi/none")) {
      ask()
          .get("/" + path)
          .then()
          .statusCode(404)
          .body("instance", equalTo("/public/jobs/" + path));
    }
  }

  @Test
  void a_callback_has_links_of_the_public_address() {
    try (Listener listener = new Listener()) {
      String url = listener.url("/told", status(204));
      askWith(Map.of("operation", "simulate", "callback", Map.of("url", url)))
          .post("/job")
          .then()
          .statusCode(202);

      Awaitility.await().until(() -> !listener.requests("/told").isEmpty());
      JsonPath event = JsonPath.from(listener.requests("/told").get(0).body());
      assertThat(event.getString("source")).isEqualTo(root);
      assertThat(event.<String, String>getMap("data.links").values())
          .hasSizeGreaterThan(3)
          .allMatch(link -> link.startsWith(root + "job/"));
    }
  }

  @Test
  void a_client_behind_the_proxy_follows_links_and_the_relative_redirect()
      throws IOException, InterruptedException {
    String id = succeeded();
    HttpClient http = HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();

    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(root + "job/" + id))
                .header("Authorization", "Bearer " + prefixed.token())
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.uri()).hasToString(root + "job/" + id + "/output");
  }

  @Test
  void the_description_is_there_below_the_context_root_and_names_the_public_address() {
    String server = root.substring(0, root.length() - 1);
    Response yaml = ask().get("/openapi");
    Map<String, Object> document =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml.asString());

    yaml.then().statusCode(200).header("Vary", containsString("Accept"));
    assertThat(document.get("servers"))
        .isEqualTo(List.of(Map.of("url", server, "description", "This server")));
    ask()
        .accept("application/json")
        .get("/openapi")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("servers.url", equalTo(List.of(server)))
        .body("paths.size()", equalTo(((Map<?, ?>) document.get("paths")).size()));
    ask()
        .header("If-None-Match", yaml.header("ETag"))
        .get("/openapi")
        .then()
        .statusCode(304)
        .body(emptyString());
  }

  @Test
  void the_explorers_address_without_its_slash_leads_to_the_page_behind_the_proxy() {
    Response redirect = ask().redirects().follow(false).get("/swagger-ui");

    redirect.then().statusCode(302);
    assertThat(URI.create(root + "swagger-ui").resolve(redirect.header("Location")))
        .hasToString(root + "swagger-ui/");
  }
}
