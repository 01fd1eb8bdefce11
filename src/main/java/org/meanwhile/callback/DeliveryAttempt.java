package org.meanwhile.callback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.egress.EgressPolicy;
import org.meanwhile.egress.Endpoint;
import org.meanwhile.egress.EndpointRefused;
import org.meanwhile.job.JobView;
import org.meanwhile.job.delivery.ClaimedDelivery;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.job.delivery.DeliverySettings;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.platform.JobSpan;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Spans;
import org.meanwhile.platform.TraceContext;
import org.meanwhile.platform.WebhookSecret;

/**
 * Attempts a claimed delivery once and stores the outcome. No transaction is open while the
 * receiver is waited for. Thread-safe.
 */
@ApplicationScoped
public class DeliveryAttempt {
  private static final System.Logger LOG = System.getLogger(DeliveryAttempt.class.getName());

  @Inject private Deliveries deliveries;
  @Inject private JobReader reader;
  @Inject private CloudEvent events;
  @Inject private WebhookClient client;
  @Inject private EgressPolicy egress;
  @Inject private CallbackMetrics metrics;
  @Inject private Spans spans;
  @Inject private Settings settings;
  @Inject private Clock clock;
  private final Set<PinnedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * How long a claim holds: three times {@code meanwhile.callback.timeout} plus 5 s, for the time
   * until the attempt starts, the attempt, and a reserve.
   *
   * <p>No node has to notice a crash: the delivery is due again when its claim expires. A process
   * that is paused in the middle of an attempt may send beside its successor: the receiver then
   * gets the message twice, with the same {@code webhook-id}, and only the later outcome counts.
   */
  Duration lease() {
    return settings.get(CallbackSettings.TIMEOUT).multipliedBy(3).plusSeconds(5);
  }

  /**
   * Attempts the delivery, or releases it when the attempt would start too late.
   *
   * @param claimedNanos the {@link System#nanoTime} of the claim
   */
  void deliver(ClaimedDelivery delivery, long claimedNanos) {
    Optional<byte[]> body = body(delivery);
    Duration age = Duration.ofNanos(System.nanoTime() - claimedNanos);
    if (stopped || age.compareTo(settings.get(CallbackSettings.TIMEOUT).plusSeconds(5)) > 0) {
      // Started later, the attempt could outlast its claim.
      deliveries.release(List.of(delivery));
      return;
    }
    long begunNanos = System.nanoTime();
    AttemptOutcome outcome =
        body.isEmpty()
            ? AttemptOutcome.failed("the job's record is over")
            : send(delivery, body.get());
    if (stopped && outcome.status().isEmpty()) {
      // This node ended the attempt, through no fault of the receiver.
      deliveries.release(List.of(delivery));
      return;
    }
    Duration latency = Duration.ofNanos(System.nanoTime() - begunNanos);
    RetrySchedule schedule = new RetrySchedule(settings.get(CallbackSettings.RETRY_DELAYS));
    deliveries.storeResult(delivery, schedule.after(delivery.failures(), outcome, latency));
    metrics.attempted(outcome.delivered());
  }

  /**
   * The event to send; empty when the job's record is deleted or the claim was lost. The event is
   * made before the first attempt and kept: each attempt sends the same bytes.
   */
  private Optional<byte[]> body(ClaimedDelivery delivery) {
    if (delivery.body().isPresent()) {
      return delivery.body();
    }
    Optional<JobView> view = reader.find(delivery.job());
    return view.map(
            job -> events.bytes(delivery.id(), job, delivery.callback().base(), delivery.trace()))
        .filter(body -> deliveries.storeBody(delivery, body));
  }

  private AttemptOutcome send(ClaimedDelivery delivery, byte[] body) {
    if (!delivery.readable()) {
      // Sent without its signature, or with another, it would look like a forgery.
      LOG.log(
          Level.WARNING,
          "no key of {0} opens the secret of callback {1}",
          DeliverySettings.SECRET_KEYS.name(),
          delivery.id());
      return AttemptOutcome.failed("the server cannot read the callback's secret");
    }
    Endpoint endpoint;
    try {
      endpoint = egress.admit(delivery.callback().url());
    } catch (EndpointRefused e) {
      // The settings have changed since the job was accepted.
      return AttemptOutcome.failed("refused: " + e.getMessage());
    }
    PinnedConnection connection =
        new PinnedConnection(egress, endpoint, settings.get(CallbackSettings.TIMEOUT));
    connections.add(connection);
    try {
      return stopped ? AttemptOutcome.failed("the server stops") : send(delivery, connection, body);
    } finally {
      connections.remove(connection);
      connection.end();
    }
  }

  private AttemptOutcome send(ClaimedDelivery delivery, PinnedConnection connection, byte[] body) {
    try (JobSpan span =
        spans.begin(JobSpan.Kind.CALLBACK, "", delivery.job().toString(), delivery.trace())) {
      AttemptOutcome outcome =
          client.send(connection, headers(delivery, span.context(), body), body);
      if (!outcome.delivered()) {
        span.failed("not-delivered");
      }
      return outcome;
    }
  }

  private Map<String, String> headers(
      ClaimedDelivery delivery, Optional<TraceContext> span, byte[] body) {
    String id = delivery.id().toString();
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    List<WebhookSecret> own = delivery.callback().secrets();
    List<WebhookSecret> secrets = own.isEmpty() ? settings.get(CallbackSettings.SECRET) : own;
    if (!secrets.isEmpty()) {
      headers.put("webhook-signature", WebhookSignature.of(secrets, id, timestamp, body));
    }
    span.ifPresent(
        trace -> {
          headers.put(TraceContext.PARENT, trace.parent());
          trace.state().ifPresent(state -> headers.put(TraceContext.STATE, state));
        });
    return headers;
  }

  /** Ends the attempts whose time is over. */
  void endLate() {
    connections.forEach(PinnedConnection::endWhenLate);
  }

  /** Ends all attempts and releases those without an answer, also any that start later. */
  void stop() {
    stopped = true;
    connections.forEach(PinnedConnection::end);
  }
}
