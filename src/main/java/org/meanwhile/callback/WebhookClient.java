package org.meanwhile.callback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
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
 * One HTTP exchange with a receiver that may be anybody: bounded in time, in what is read, and in
 * whom it reaches. A client of its own for each, with nothing in it but what this needs.
 */
@ApplicationScoped
public class WebhookClient {
  private static final System.Logger LOG = System.getLogger(WebhookClient.class.getName());

  /** So much of an answer is read, out of courtesy: only its status counts. */
  private static final int MOST_ANSWER_BYTES = 64 * 1024;

  private static final String LATE = "no answer in time";
  private static final int MOST_LINE_BYTES = 8 * 1024;
  private static final int MOST_FIELDS = 100;
  private static final int MOST_EMPTY_LINES = 10;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int DEFAULT_PORT = -1;

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(MOST_LINE_BYTES)
          .setMaxHeaderCount(MOST_FIELDS)
          .setMaxEmptyLineCount(MOST_EMPTY_LINES)
          .build();

  /** Reading the JVM's trusted certificates takes longer than a try. */
  private final TlsSocketStrategy tls = DefaultClientTlsStrategy.createDefault();

  @Inject private Clock clock;

  /** Posts it; never throws for what a receiver or the way to it does. */
  AttemptOutcome send(PinnedConnection flight, Map<String, String> fields, byte[] body) {
    try {
      flight.prepare();
      return exchange(flight, fields, body);
    } catch (EndpointRefused e) {
      return AttemptOutcome.failed("refused: " + e.getMessage());
    } catch (IOException e) {
      return AttemptOutcome.failed(flight.late() ? LATE : inWords(e));
    } catch (RuntimeException e) {
      // Whatever a receiver makes the client stumble over, it counts as a try.
      LOG.log(Level.ERROR, "a callback made the client fail", SafeLogText.trace(e));
      return AttemptOutcome.failed("the server could not send it");
    }
  }

  /** Exceptions' own messages name addresses that are nobody's business. */
  private static String inWords(IOException e) {
    if (e instanceof UnknownHostException) {
      return "the host is not known";
    }
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

  private AttemptOutcome exchange(PinnedConnection flight, Map<String, String> fields, byte[] body)
      throws IOException {
    Endpoint receiver = flight.receiver();
    HttpHost host = new HttpHost(receiver.scheme(), receiver.host(), portInUrl(receiver));
    ClassicHttpRequest request = new BasicClassicHttpRequest(Method.POST, host, receiver.target());
    fields.forEach(request::setHeader);
    request.setHeader(HttpHeaders.CONNECTION, "close");
    request.setEntity(new ByteArrayEntity(body, ContentType.create(CloudEvent.MEDIA_TYPE)));
    CloseableHttpClient client = client(flight);
    try {
      ClassicHttpResponse answer = client.executeOpen(host, request, null);
      Header retryAfter = answer.getFirstHeader(HttpHeaders.RETRY_AFTER);
      Optional<Duration> wish =
          retryAfter == null
              ? Optional.empty()
              : RetryAfter.parse(retryAfter.getValue(), clock.instant());
      readSome(answer.getEntity());
      return AttemptOutcome.answered(answer.getCode(), wish);
    } finally {
      // Not the answer: to close it may mean to read it to its end, or fail when that was cut.
      flight.end();
      client.close(CloseMode.IMMEDIATE);
    }
  }

  private static int portInUrl(Endpoint receiver) {
    int usual = URIScheme.HTTPS.same(receiver.scheme()) ? HTTPS_PORT : HTTP_PORT;
    return receiver.port() == usual ? DEFAULT_PORT : receiver.port();
  }

  private static void readSome(HttpEntity entity) {
    if (entity == null) {
      return;
    }
    try {
      InputStream content = entity.getContent();
      byte[] buffer = new byte[MOST_ANSWER_BYTES / 8];
      long left = MOST_ANSWER_BYTES;
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
      }
    } catch (IOException | RuntimeException e) {
      // Cut, late or broken: the status was said already.
    }
  }

  private CloseableHttpClient client(PinnedConnection flight) {
    Timeout left = Timeout.of(flight.left());
    BasicHttpClientConnectionManager connections =
        new BasicHttpClientConnectionManager(
            new DefaultHttpClientConnectionOperator(
                flight,
                DefaultSchemePortResolver.INSTANCE,
                flight,
                RegistryBuilder.<TlsSocketStrategy>create()
                    .register(URIScheme.HTTPS.id, tls)
                    .build()),
            ManagedHttpClientConnectionFactory.builder().http1Config(LIMITS).build());
    // One address that does not answer must leave time for the others.
    Timeout connect = Timeout.of(flight.left().dividedBy(Math.max(1, flight.addresses())));
    connections.setConnectionConfig(
        ConnectionConfig.custom().setConnectTimeout(connect).setSocketTimeout(left).build());
    connections.setSocketConfig(SocketConfig.custom().setSoTimeout(left).build());
    connections.setTlsConfig(TlsConfig.custom().setHandshakeTimeout(left).build());
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(left)
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
