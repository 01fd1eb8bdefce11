package org.meanwhile.contract.support;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static io.restassured.config.RedirectConfig.redirectConfig;

import io.restassured.config.RestAssuredConfig;
import io.restassured.filter.Filter;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** An HTTP client of a server. It does not follow redirects, so that tests see them. */
public final class Client {
  /** The start time of jobs that must wait. */
  public static final String TOMORROW =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Canceled");
  private static final String JOB_FAILED = "\"title\":\"The job failed\"";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final RestAssuredConfig CONFIG =
      RestAssuredConfig.config()
          .redirect(redirectConfig().followRedirects(false))
          .httpClient(
              httpClientConfig()
                  .setParam("http.connection.timeout", 10_000)
                  .setParam("http.socket.timeout", 120_000))
          .encoderConfig(
              encoderConfig()
                  .defaultContentCharset("UTF-8")
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false));

  /**
   * Fails the test when the server answers 500, with the whole answer in the message. A monitor
   * answers so for a job that has failed, which is no fault of the server.
   */
  private static final Filter NO_FAULT =
      (request, response, context) -> {
        Response answer = context.next(request, response);
        boolean isMonitor = URI.create(request.getURI()).getPath().endsWith("/monitor");
        if (answer.statusCode() == 500
            && !answer.asString().contains(JOB_FAILED)
            && !(isMonitor && request.getMethod().equals("HEAD"))) {
          throw new AssertionError(
              request.getMethod()
                  + " "
                  + request.getURI()
                  + " is answered by "
                  + answer.asString());
        }
        return answer;
      };

  static {
    // Awaited changes come within a second, or later on a busy machine.
    Awaitility.setDefaultTimeout(PATIENCE);
  }

  private final URI base;
  private final Map<String, String> credentials;

  public Client(URI base) {
    this(base, Map.of());
  }

  private Client(URI base, Map<String, String> credentials) {
    this.base = base;
    this.credentials = credentials;
  }

  /** Returns a client that sends this bearer token with each request. */
  public Client with(String token) {
    return new Client(base, Map.of("Authorization", "Bearer " + token));
  }

  public URI base() {
    return base;
  }

  /** A request that must be valid by the OpenAPI document, as must its answer. */
  public RequestSpecification ask() {
    return specification().filter(OpenApiValidation.BOTH);
  }

  /** A request that may be invalid on purpose; its answer must be valid by the document. */
  public RequestSpecification askWrongly() {
    return specification().filter(OpenApiValidation.ANSWER);
  }

  /** A request with a file: the validator does not see its parts, so only the answer is checked. */
  public RequestSpecification upload() {
    return specification().filter(OpenApiValidation.ANSWER);
  }

  /** A request that the document does not describe: nothing is checked. */
  public RequestSpecification askUndescribed() {
    return specification();
  }

  private RequestSpecification specification() {
    return given()
        .config(CONFIG)
        .baseUri(base.toString())
        .headers(credentials)
        .accept("*/*")
        .filter(NO_FAULT);
  }

  /** Submits a job; returns any answer. */
  public Response post(Map<String, ?> job) {
    return ask().contentType(ContentType.JSON).body(job).post("/job");
  }

  /** Submits a job, which must be accepted; returns its id. */
  public String accepted(Map<String, ?> job) {
    return post(job).then().statusCode(202).extract().path("id");
  }

  public String simulated(Map<String, ?> input) {
    return accepted(Map.of("operation", "simulate", "input", input));
  }

  /** Submits a simulation and waits until it has ended; returns its id. */
  public String ended(Map<String, ?> input) {
    String id = simulated(input);
    awaitEnd(id);
    return id;
  }

  public Response poll(String id) {
    return ask().get("/job/{id}", id);
  }

  public JsonPath status(String id) {
    return ask().get("/job/{id}/status", id).then().statusCode(200).extract().jsonPath();
  }

  public Response output(String id) {
    return ask().get("/job/{id}/output", id);
  }

  public Response cancel(String id) {
    return ask().delete("/job/{id}", id);
  }

  /** Waits until the job has ended; returns its status document. */
  public JsonPath awaitEnd(String id) {
    return await(id, document -> ENDED.contains(document.getString("status")));
  }

  public JsonPath awaitRunning(String id) {
    return await(id, document -> document.getString("status").equals("Running"));
  }

  /** Waits for a status document that matches, and returns it. */
  public JsonPath await(String id, Predicate<JsonPath> wanted) {
    return Awaitility.await("job " + id)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(id), wanted);
  }
}
