package org.meanwhile.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.meanwhile.contract.support.Server;

/** A client that expects faults: an answer may not come, and it does not wait for it for long. */
final class Visitor {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** What a node answered; empty when it did not, and may have done it all the same. */
  Optional<HttpResponse<String>> ask(Server node, String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.uri() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .build();
    try {
      return Optional.of(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Optional<HttpResponse<String>> get(Server node, String path) {
    return ask(node, "GET", path, "");
  }

  /** Asks for a journal job. */
  Optional<HttpResponse<String>> create(Server node, Journal.Input input) {
    String json =
        """
        {"operation": "%s", "input": {"millis": %d, "failAttempts": %d, "stubborn": %b}}
        """
            .formatted(Journal.NAME, input.millis(), input.failAttempts(), input.stubborn());
    return ask(node, "POST", "/job", json);
  }

  /** The id of the journal job that was accepted; empty when no 202 came. */
  Optional<String> submit(Server node, Journal.Input input) {
    return create(node, input).flatMap(Visitor::accepted);
  }

  /** The id of the job that an answer is about; empty when it is no 202. */
  static Optional<String> accepted(HttpResponse<String> answer) {
    return Optional.of(answer)
        .filter(any -> any.statusCode() == 202)
        .map(good -> good.headers().firstValue("Location").orElseThrow())
        .map(location -> location.substring(location.lastIndexOf('/') + 1));
  }
}
