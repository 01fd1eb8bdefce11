package org.meanwhile.cluster.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.meanwhile.contract.support.Server;

/** A client of one node that waits for each answer for as long as a node may hold it, and more. */
public final class PatientClient {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Server node;

  public PatientClient(Server node) {
    this.node = node;
  }

  /** Sends a request with JSON; an empty body sends none. */
  public HttpResponse<String> send(
      String method, String path, Map<String, String> fields, String json) {
    try {
      return http.send(request(method, path, fields, json), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gets a path without waiting for the answer. */
  public CompletableFuture<HttpResponse<String>> begin(String path, Map<String, String> fields) {
    return http.sendAsync(request("GET", path, fields, ""), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, Map<String, String> fields, String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.uri() + path))
            .timeout(TIMEOUT)
            .method(
                method,
                json.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    fields.forEach(request::setHeader);
    return request.build();
  }

  /** Creates a job, which must be accepted, and returns its id. */
  public String accepted(String json) {
    HttpResponse<String> answer = send("POST", "/job", Map.of(), json);
    return ImpatientClient.accepted(answer)
        .orElseThrow(() -> new AssertionError("not accepted: " + answer.body()));
  }
}
