package org.meanwhile.callback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.meanwhile.egress.Endpoint;
import org.meanwhile.egress.EndpointRefused;
import org.meanwhile.platform.SafeLogText;

/**
 * Sends one HTTP request to a receiver that is not trusted: bounded in time, in the bytes read, and
 * in the addresses reached. Each request has a client of its own, so receivers share nothing: no
 * cookie, no connection, no credential. Thread-safe.
 *
 * <p>A thread waits for each receiver, not a reactor: names are looked up by a call that blocks in
 * any case, and the limit of a node is fairness between receivers, not threads.
 */
@ApplicationScoped
public class WebhookClient {
  private static final System.Logger LOG = System.getLogger(WebhookClient.class.getName());

  /** Only the status counts. So much of the body is read that well-behaved receivers can end it. */
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private static final String LATE = "no answer in time";
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_FIELDS = 100;
  private static final int MAX_EMPTY_LINES = 10;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int PORT_OF_SCHEME = -1;

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(MAX_LINE_BYTES)
          .setMaxHeaderCount(MAX_FIELDS)
          .setMaxEmptyLineCount(MAX_EMPTY_LINES)
          .build();

  /** Shared: reading the JVM's trusted certificates takes longer than an attempt. */
  private final TlsSocketStrategy tls = DefaultClientTlsStrategy.createDefault();

  @Inject private Clock clock;

  /** Posts a body. Whatever the receiver or the network does is an outcome, not an exception. */
  AttemptOutcome send(PinnedConnection connection, Map<String, String> headers, byte[] body) {
    try {
      connection.prepare();
      return exchange(connection, headers, body);
    } catch (EndpointRefused e) {
      connection.awaitFullSecond();
      return AttemptOutcome.failed("refused: " + e.getMessage());
    } catch (IOException e) {
      return AttemptOutcome.failed(connection.isLate() ? LATE : describe(e));
    } catch (RuntimeException e) {
      // Whatever answer makes the client fail, it counts as an attempt.
      LOG.log(Level.ERROR, "a callback made the client fail", SafeLogText.trace(e));
      return AttemptOutcome.failed("the server could not send it");
    }
  }

  /** Describes a failure for the job's caller. The exception's own message may name addresses. */
  private static String describe(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return LATE;
    }
    if (e instanceof SSLException) {
      return "no secure connection";
    }
    if (e instanceof NoHttpResponseException) {
      return "the connection was closed without an answer in HTTP";
    }
    if (e instanceof MessageConstraintException) {
      return "the answer's header is too large";
    }
    return e.getCause() instanceof ProtocolException
        ? "the answer is no HTTP"
        : "no connection, or it broke";
  }

  private AttemptOutcome exchange(
      PinnedConnection connection, Map<String, String> headers, byte[] body) throws IOException {
    Endpoint endpoint = connection.endpoint();
    HttpHost host = new HttpHost(endpoint.scheme(), endpoint.host(), portInUrl(endpoint));
    ClassicHttpRequest request = new BasicClassicHttpRequest(Method.POST, host, endpoint.target());
    headers.forEach(request::setHeader);
    request.setHeader(HttpHeaders.CONNECTION, "close");
    request.setEntity(new ByteArrayEntity(body, ContentType.create(CloudEvent.MEDIA_TYPE)));
    CloseableHttpClient client = client(connection);
    try {
      ClassicHttpResponse response = client.executeOpen(host, request, null);
      Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
      Optional<Duration> delay =
          retryAfter == null
              ? Optional.empty()
              : RetryAfter.parse(retryAfter.getValue(), clock.instant());
      readSome(response.getEntity());
      return AttemptOutcome.answered(response.getCode(), delay);
    } finally {
      // The response is not closed: that may read it to its end, or fail when it was cut.
      connection.end();
      client.close(CloseMode.IMMEDIATE);
    }
  }

  private static int portInUrl(Endpoint endpoint) {
    int defaultPort = URIScheme.HTTPS.same(endpoint.scheme()) ? HTTPS_PORT : HTTP_PORT;
    return endpoint.port() == defaultPort ? PORT_OF_SCHEME : endpoint.port();
  }

  private static void readSome(HttpEntity entity) {
    if (entity == null) {
      return;
    }
    try {
      InputStream content = entity.getContent();
      byte[] buffer = new byte[MAX_BODY_BYTES / 8];
      long left = MAX_BODY_BYTES;
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
      }
    } catch (IOException | RuntimeException e) {
      // The body was cut, late or broken: the status is known already.
    }
  }

  private CloseableHttpClient client(PinnedConnection connection) {
    Timeout timeLeft = Timeout.of(connection.left());
    BasicHttpClientConnectionManager connections =
        new BasicHttpClientConnectionManager(
            new DefaultHttpClientConnectionOperator(
                connection,
                DefaultSchemePortResolver.INSTANCE,
                connection,
                RegistryBuilder.<TlsSocketStrategy>create()
                    .register(URIScheme.HTTPS.id, tls)
                    .build()),
            ManagedHttpClientConnectionFactory.builder().http1Config(LIMITS).build());
    // One address that does not answer must leave time for the other addresses.
    Timeout connect = Timeout.of(connection.left().dividedBy(Math.max(1, connection.addresses())));
    connections.setConnectionConfig(
        ConnectionConfig.custom().setConnectTimeout(connect).setSocketTimeout(timeLeft).build());
    connections.setSocketConfig(SocketConfig.custom().setSoTimeout(timeLeft).build());
    connections.setTlsConfig(TlsConfig.custom().setHandshakeTimeout(timeLeft).build());
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(timeLeft)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setUserAgent("Meanwhile")
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .disableAutomaticRetries()
        .disableConnectionState()
        .build();
  }
}
