package org.meanwhile.security.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

/**
 * Fetches an issuer's keys. A fetch ends, and its connection is closed, within 5 seconds, however
 * slowly the issuer answers, and after 256 KiB. Safe for use by many threads.
 */
final class JwksClient {
  /** The time of a whole exchange, from the connection to the last byte of the response. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int MAX_BYTES = 256 * 1024;
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .followRedirects(Redirect.NORMAL)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final HttpRequest request;
  private final Duration limit;

  JwksClient(URI location) {
    this(location, LIMIT);
  }

  JwksClient(URI location, Duration limit) {
    this.limit = limit;
    this.request =
        HttpRequest.newBuilder(location).header("Accept", "application/json, */*").build();
  }

  /**
   * Begins a fetch.
   *
   * @return ends within {@link #LIMIT}, with at least one public key or with an exception
   */
  CompletableFuture<JWKSet> fetch() {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, response -> new LimitedBody());
    CompletableFuture<JWKSet> keys =
        exchange.thenApply(JwksClient::keys).orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    // After the time limit the exchange would go on; cancelling it closes the connection.
    keys.whenComplete((parsed, failure) -> exchange.cancel(true));
    return keys;
  }

  private static JWKSet keys(HttpResponse<byte[]> response) {
    try {
      if (response.statusCode() != OK) {
        throw new IOException("the response has the status " + response.statusCode());
      }
      JWKSet keys = JWKSet.parse(new String(response.body(), StandardCharsets.UTF_8));
      if (keys.isEmpty()) {
        throw new IOException("the JWKS in the response is empty");
      }
      return keys.toPublicJWKSet();
    } catch (ParseException e) {
      throw new CompletionException(new IOException("the response is not a JWKS"));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Cancels a response that is too long. */
  private static final class LimitedBody implements BodySubscriber<byte[]> {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();

    /** Set by {@link #onSubscribe}, which the HTTP client calls before {@link #onNext}. */
    @SuppressWarnings("NullAway.Init")
    private Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        received.write(bytes, 0, bytes.length);
      }
      if (received.size() > MAX_BYTES) {
        body.completeExceptionally(
            new IOException("the response has more than " + MAX_BYTES + " bytes"));
        subscription.cancel();
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(received.toByteArray());
    }
  }
}
