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
 * Asks an issuer for its keys. However slowly it answers, a byte at a time or not at all, that is
 * over after a few seconds, and so is the connection; and so much is read, and no more.
 */
final class JwksClient {
  /** From the first byte that is sent to the last that comes. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 256 * 1024;
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .followRedirects(Redirect.NORMAL)
          .connectTimeout(CONNECT_LIMIT)
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

  /** Begins to ask; ends with the keys, or with why there are none, within {@link #LIMIT}. */
  CompletableFuture<JWKSet> begin() {
    CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(request, head -> new Body());
    CompletableFuture<JWKSet> keys =
        exchange.thenApply(JwksClient::keys).orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    // Of the whole exchange: what is still coming is not waited for, and its connection closed.
    keys.whenComplete((known, failure) -> exchange.cancel(true));
    return keys;
  }

  private static JWKSet keys(HttpResponse<byte[]> answer) {
    try {
      if (answer.statusCode() != OK) {
        throw new IOException("the answer's status is " + answer.statusCode());
      }
      JWKSet keys = JWKSet.parse(new String(answer.body(), StandardCharsets.UTF_8));
      if (keys.isEmpty()) {
        throw new IOException("there is no key in the answer");
      }
      return keys.toPublicJWKSet();
    } catch (ParseException e) {
      throw new CompletionException(new IOException("the answer is no JWKS"));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Gives up what is too long. */
  private static final class Body implements BodySubscriber<byte[]> {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        read.write(bytes, 0, bytes.length);
      }
      if (read.size() > MOST_BYTES) {
        whole.completeExceptionally(
            new IOException("the answer has more than " + MOST_BYTES + " bytes"));
        subscription.cancel();
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      whole.complete(read.toByteArray());
    }
  }
}
