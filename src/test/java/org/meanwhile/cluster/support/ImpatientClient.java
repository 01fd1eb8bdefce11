package org.meanwhile.cluster.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.meanwhile.contract.support.Server;

/** A client that expects faults: it waits three seconds for an answer, which may not come. */
public final class ImpatientClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** Returns the answer of a node; empty when none came, although the node may have acted on it. */
  public Optional<HttpResponse<String>> ask(Server node, String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.uri() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .header("Content-Type", "application/json")
            .timeout(TIMEOUT)
            .build();
    try {
      return Optional.of(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Optional<HttpResponse<String>> get(Server node, String path) {
    return ask(node, "GET", path, "");
  }

  /** Submits a journal job. */
  Optional<HttpResponse<String>> create(Server node, Journal.Input input) {
    String json =
        """
        {"operation": "%s", "input": {"millis": %d, "failAttempts": %d, "stubborn": %b}}
        """
            .formatted(Journal.NAME, input.millis(), input.failAttempts(), input.stubborn());
    return ask(node, "POST", "/job", json);
  }

  /** Submits a journal job; returns its id, or empty when no 202 came. */
  Optional<String> submit(Server node, Journal.Input input) {
    return create(node, input).flatMap(ImpatientClient::accepted);
  }

  /** Returns the id of the job that was accepted; empty when the answer is no 202. */
  public static Optional<String> accepted(HttpResponse<String> answer) {
    return Optional.of(answer)
        .filter(any -> any.statusCode() == 202)
        .map(good -> good.headers().firstValue("Location").orElseThrow())
        .map(location -> location.substring(location.lastIndexOf('/') + 1));
  }
}
