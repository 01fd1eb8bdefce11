package org.meanwhile.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.Supplier;

/** A client of one server. Thread-safe. */
public final class Client {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private final Http http;

  private Client(Http http) {
    this.http = http;
  }

  /**
   * A client without a token.
   *
   * @param base the server's address, with the path prefix of a proxy if there is one
   */
  public static Client of(String base) {
    return builder(base).build();
  }

  /**
   * A client with settings of its own.
   *
   * @param base the server's address, with the path prefix of a proxy if there is one
   */
  public static Builder builder(String base) {
    return new Builder(URI.create(base.endsWith("/") ? base : base + "/"));
  }

  /** The settings of a client. */
  public static final class Builder {
    private final URI base;
    private Supplier<String> token;
    private Retry retry = Retry.USUAL;
    private HttpClient http;

    private Builder(URI base) {
      this.base = base;
    }

    /** Sends this bearer token with each request to the server, and to no other. */
    public Builder token(String bearer) {
      return token(() -> bearer);
    }

    /** Sends the bearer token that is supplied for each request. */
    public Builder token(Supplier<String> bearer) {
      token = bearer;
      return this;
    }

    /** When requests are sent again; {@link Retry#USUAL} by default. */
    public Builder retry(Retry other) {
      retry = other;
      return this;
    }

    /**
     * An own HTTP client, as for TLS or a proxy. It must not follow redirects, and should use
     * HTTP/1.1.
     */
    public Builder http(HttpClient own) {
      http = own;
      return this;
    }

    /** Makes the client. Nothing is sent. */
    public Client build() {
      HttpClient client = http == null ? usual() : http;
      return new Client(new Http(client, base, token, retry));
    }

    private static HttpClient usual() {
      return HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .connectTimeout(CONNECT_LIMIT)
          .build();
    }
  }

  Http http() {
    return http;
  }

  /** The job with this URI or id, which another process may have created. Nothing is sent. */
  public Job job(String uri) {
    return new Job(http, uri.contains("://") ? URI.create(uri) : http.uri("job/" + uri));
  }

  /**
   * Creates a job: exactly one, although the answer may be lost and the request be sent again.
   *
   * @throws Problem when the server refuses it
   * @throws IOException when the server cannot be reached for longer than {@link Retry#patience}
   */
  public Job submit(JobRequest request) throws IOException, InterruptedException {
    HttpRequest.Builder creation = request.creation(http);
    URI known = creation.build().uri();
    try (Answer answer = http.send(creation)) {
      boolean put = creation.build().method().equals("PUT");
      return new Job(http, put ? known : known.resolve(answer.header("Location").orElseThrow()));
    }
  }
}
