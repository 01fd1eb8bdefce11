package org.meanwhile.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Sends requests to one server, and the same again when it has to be. Thread-safe.
 *
 * <p>The token goes to that server only, whatever the URI of a request is.
 */
final class Http {
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final IntPredicate GOOD = status -> status < 400;

  private final HttpClient client;
  private final URI base;
  private final Supplier<String> token;
  private final Retry retry;

  Http(HttpClient client, URI base, Supplier<String> token, Retry retry) {
    this.client = client;
    this.base = base;
    this.token = token;
    this.retry = retry;
  }

  Retry retry() {
    return retry;
  }

  /** Resolves a path against the server's address. */
  URI uri(String path) {
    return base.resolve(path);
  }

  HttpRequest.Builder request(String method, URI uri) {
    return HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).timeout(SILENCE);
  }

  HttpRequest.Builder json(String method, URI uri, Object document) {
    return request(method, uri)
        .method(method, BodyPublishers.ofString(Json.write(document)))
        .header("Content-Type", "application/json");
  }

  Failures failures() {
    return new Failures(retry, Deadline.NONE);
  }

  /** Sends it once, and returns any answer. */
  Answer exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest.Builder builder = request.copy().setHeader("User-Agent", "meanwhile-java");
    if (token != null && isOurs(request.build().uri())) {
      builder.setHeader("Authorization", "Bearer " + token.get());
    }
    return new Answer(client.send(builder.build(), answer -> new BodyStream(SILENCE)));
  }

  private boolean isOurs(URI uri) {
    return Objects.equals(uri.getScheme(), base.getScheme())
        && Objects.equals(uri.getAuthority(), base.getAuthority());
  }

  /** Sends it once. */
  Answer once(HttpRequest.Builder request) throws IOException, InterruptedException {
    return accepted(exchange(request), GOOD);
  }

  /**
   * Sends it until there is an answer that can be worked with. The server must treat repetitions as
   * one request.
   */
  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return send(request, failures(), GOOD);
  }

  /**
   * As {@link #send(HttpRequest.Builder)}.
   *
   * @param good statuses beside which an answer is thrown as a problem
   */
  Answer send(HttpRequest.Builder request, Failures failures, IntPredicate good)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return accepted(exchange(request), good);
      } catch (IOException e) {
        failures.rest(e);
      }
    }
  }

  private static Answer accepted(Answer answer, IntPredicate good) throws IOException {
    if (good.test(answer.status())) {
      return answer;
    }
    try (answer) {
      throw answer.problem();
    }
  }

  /** Sends it, again if need be, and reads the answer's document. */
  Map<String, Object> document(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    Failures failures = failures();
    while (true) {
      try (Answer answer = send(request, failures, GOOD)) {
        return answer.json();
      } catch (Problem e) {
        throw e;
      } catch (IOException cutOff) {
        failures.rest(cutOff);
      }
    }
  }
}
