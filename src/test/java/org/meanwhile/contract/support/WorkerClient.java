package org.meanwhile.contract.support;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a worker sends, by one {@link Client}. */
public record WorkerClient(Client client) {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  public static final String PART = "application/partial-upload";

  /** A job that was leased. */
  public record Lease(String uri, JsonPath document) {
    public String job() {
      return document.getString("job");
    }
  }

  /** Asks for jobs, and waits for them. */
  public Response ask(Map<String, ?> request, int waitSeconds) {
    return client
        .ask()
        .header("Prefer", "wait=" + waitSeconds)
        .contentType(ContentType.JSON)
        .body(request)
        .post("/lease");
  }

  /** Asks for jobs of an operation, without waiting. */
  public List<Lease> leases(String operation, int most) {
    Response answer =
        client
            .ask()
            .contentType(ContentType.JSON)
            .body(Map.of("operations", List.of(operation), "max", most, "worker", "tester"))
            .post("/lease");
    return answer.statusCode() == 204 ? List.of() : all(answer);
  }

  public static List<Lease> all(Response answer) {
    List<Map<String, ?>> leases = answer.then().statusCode(200).extract().path("leases");
    return IntStream.range(0, leases.size())
        .mapToObj(
            i -> {
              JsonPath document = answer.jsonPath().setRootPath("leases[" + i + "]");
              return new Lease(document.getString("uri"), document);
            })
        .toList();
  }

  /** Gets the only job that waits. */
  public Lease lease(String operation) {
    return all(ask(Map.of("operations", List.of(operation), "worker", "tester"), 30)).get(0);
  }

  /** Ends all jobs of an operation that wait. */
  public void clear(String operation) {
    for (List<Lease> left = leases(operation, 100); !left.isEmpty(); ) {
      left.forEach(lease -> end(lease, Map.of("outcome", "failed")).then().statusCode(200));
      left = leases(operation, 100);
    }
  }

  public Response patch(Lease lease, String body) {
    return client.ask().contentType(MERGE_PATCH).body(body).patch(lease.uri());
  }

  public Response end(Lease lease, Map<String, ?> outcome) {
    return client.ask().contentType(ContentType.JSON).body(outcome).post(lease.uri() + "/end");
  }

  public Response succeed(Lease lease) {
    return end(lease, Map.of("outcome", "succeeded"));
  }

  public Response handBack(Lease lease) {
    return client.ask().delete(lease.uri());
  }

  public Response put(Lease lease, byte[] bytes, String mediaType, Map<String, String> fields) {
    return client
        .upload()
        .contentType(mediaType)
        .headers(fields)
        .body(bytes)
        .put(lease.uri() + "/output");
  }

  public Response append(Lease lease, long offset, byte[] bytes) {
    return client
        .upload()
        .contentType(PART)
        .header("Upload-Offset", offset)
        .body(bytes)
        .patch(lease.uri() + "/output");
  }

  public String offset(Lease lease) {
    return client
        .ask()
        .head(lease.uri() + "/output")
        .then()
        .statusCode(200)
        .extract()
        .header("Upload-Offset");
  }

  public Response log(Lease lease, String lines) {
    return client
        .ask()
        .contentType("text/plain; charset=utf-8")
        .body(lines)
        .post(lease.uri() + "/log");
  }
}
