package org.meanwhile.callback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import org.meanwhile.job.read.JobReader;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.WebhookSecret;

/** Tries a claimed delivery once and writes down what came of it. */
@ApplicationScoped
public class DeliveryAttempt {
  @Inject private Deliveries deliveries;
  @Inject private JobReader views;
  @Inject private CloudEvent event;
  @Inject private WebhookClient post;
  @Inject private EgressPolicy guard;
  @Inject private CallbackMetrics metrics;
  @Inject private Settings settings;
  @Inject private Clock clock;
  private final Set<PinnedConnection> flights = ConcurrentHashMap.newKeySet();
  private volatile boolean grounded;

  /** How long a claim holds: to begin, to try, and once more for whatever is slow. */
  Duration lease() {
    return settings.get(CallbackSettings.TIMEOUT).multipliedBy(3).plusSeconds(5);
  }

  /**
   * Tries it.
   *
   * @param claimedNanos when it was claimed, by {@link System#nanoTime}
   */
  void deliver(ClaimedDelivery delivery, long claimedNanos) {
    Optional<byte[]> body = body(delivery);
    Duration age = Duration.ofNanos(System.nanoTime() - claimedNanos);
    if (grounded || age.compareTo(settings.get(CallbackSettings.TIMEOUT).plusSeconds(5)) > 0) {
      // Later, the try would reach into the time of the next claim.
      deliveries.release(List.of(delivery));
      return;
    }
    long begunNanos = System.nanoTime();
    AttemptOutcome outcome =
        body.isEmpty()
            ? AttemptOutcome.failed("the job's record is over")
            : send(delivery, body.get());
    if (grounded && outcome.status().isEmpty()) {
      // Ended by us and by no fault of the receiver.
      deliveries.release(List.of(delivery));
      return;
    }
    Duration latency = Duration.ofNanos(System.nanoTime() - begunNanos);
    RetrySchedule plan = new RetrySchedule(settings.get(CallbackSettings.RETRY_DELAYS));
    deliveries.storeResult(delivery, plan.after(delivery.failures(), outcome, latency));
    metrics.tried(outcome.delivered());
  }

  /** Empty when there is no job any more that it could speak of, or the claim was lost. */
  private Optional<byte[]> body(ClaimedDelivery delivery) {
    if (delivery.body().isPresent()) {
      return delivery.body();
    }
    Optional<JobView> view = views.find(delivery.job());
    return view.map(job -> event.bytes(delivery.id(), job, delivery.callback().base()))
        .filter(body -> deliveries.storeBody(delivery, body));
  }

  private AttemptOutcome send(ClaimedDelivery delivery, byte[] body) {
    Endpoint receiver;
    try {
      receiver = guard.admit(delivery.callback().url());
    } catch (EndpointRefused e) {
      // The settings have changed since it was taken.
      return AttemptOutcome.failed("refused: " + e.getMessage());
    }
    PinnedConnection flight =
        new PinnedConnection(guard, receiver, settings.get(CallbackSettings.TIMEOUT));
    flights.add(flight);
    try {
      return grounded
          ? AttemptOutcome.failed("the server stops")
          : post.send(flight, fields(delivery, body), body);
    } finally {
      flights.remove(flight);
      flight.end();
    }
  }

  private Map<String, String> fields(ClaimedDelivery delivery, byte[] body) {
    String id = delivery.id().toString();
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("webhook-id", id);
    fields.put("webhook-timestamp", timestamp);
    Optional<WebhookSecret> secret =
        delivery.callback().secret().or(() -> settings.get(CallbackSettings.SECRET));
    secret.ifPresent(
        key -> fields.put("webhook-signature", WebhookSignature.of(key, id, timestamp, body)));
    return fields;
  }

  /** Ends the tries whose time is over. */
  void endLate() {
    flights.forEach(PinnedConnection::endWhenLate);
  }

  /** Ends all tries; those without an answer are given back. */
  void ground() {
    grounded = true;
    flights.forEach(PinnedConnection::end);
  }
}
