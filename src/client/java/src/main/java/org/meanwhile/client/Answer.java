package org.meanwhile.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An answer whose body may not have been read. */
record Answer(HttpResponse<InputStream> response) implements AutoCloseable {
  int status() {
    return response.statusCode();
  }

  Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  Optional<Duration> retryAfter() {
    return header("Retry-After").flatMap(Retry::after);
  }

  InputStream body() {
    return response.body();
  }

  /** The JSON object in the body; an empty one when there is none. */
  Map<String, Object> json() throws IOException {
    return Json.readObject(text());
  }

  private String text() throws IOException {
    return new String(body().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Reads an answer that is an error; one whose body is cut off, too. */
  Problem problem() {
    String text;
    try {
      text = text();
    } catch (IOException e) {
      text = "";
    }
    return Problem.of(status(), header("Content-Type").orElse(""), text, retryAfter());
  }

  @Override
  public void close() throws IOException {
    body().close();
  }
}
