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
import org.meanwhile.job.ClaimedDelivery;
import org.meanwhile.job.Deliveries;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Views;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.WebhookSecret;
import org.meanwhile.receiver.Guard;
import org.meanwhile.receiver.Receiver;
import org.meanwhile.receiver.ReceiverRefused;

/** Tries a claimed delivery once and writes down what came of it. */
@ApplicationScoped
public class Courier {
  @Inject private Deliveries deliveries;
  @Inject private Views views;
  @Inject private CloudEvent event;
  @Inject private Post post;
  @Inject private Guard guard;
  @Inject private CallbackMetrics metrics;
  @Inject private Settings settings;
  @Inject private Clock clock;
  private final Set<Flight> flights = ConcurrentHashMap.newKeySet();
  private volatile boolean grounded;

  /** How long a claim holds: to begin, to try, and once more for whatever is slow. */
  Duration lease() {
    return settings.get(Settings.CALLBACK_TIMEOUT).multipliedBy(3).plusSeconds(5);
  }

  /**
   * Tries it.
   *
   * @param claimedNanos when it was claimed, by {@link System#nanoTime}
   */
  void deliver(ClaimedDelivery delivery, long claimedNanos) {
    Optional<byte[]> body = body(delivery);
    Duration age = Duration.ofNanos(System.nanoTime() - claimedNanos);
    if (grounded || age.compareTo(settings.get(Settings.CALLBACK_TIMEOUT).plusSeconds(5)) > 0) {
      // Later, the try would reach into the time of the next claim.
      deliveries.giveBack(List.of(delivery));
      return;
    }
    long begunNanos = System.nanoTime();
    Outcome outcome =
        body.isEmpty() ? Outcome.failed("the job's record is over") : send(delivery, body.get());
    if (grounded && outcome.status().isEmpty()) {
      // Ended by us and by no fault of the receiver.
      deliveries.giveBack(List.of(delivery));
      return;
    }
    Duration latency = Duration.ofNanos(System.nanoTime() - begunNanos);
    RetryPlan plan = new RetryPlan(settings.get(Settings.CALLBACK_RETRY_AFTER));
    deliveries.tried(delivery, plan.after(delivery.failures(), outcome, latency));
    metrics.tried(outcome.delivered());
  }

  /** Empty when there is no job any more that it could speak of, or the claim was lost. */
  private Optional<byte[]> body(ClaimedDelivery delivery) {
    if (delivery.body().isPresent()) {
      return delivery.body();
    }
    Optional<JobView> view = views.find(delivery.job());
    return view.map(job -> event.bytes(delivery.id(), job, delivery.callback().base()))
        .filter(body -> deliveries.keepBody(delivery, body));
  }

  private Outcome send(ClaimedDelivery delivery, byte[] body) {
    Receiver receiver;
    try {
      receiver = guard.admit(delivery.callback().url());
    } catch (ReceiverRefused e) {
      // The settings have changed since it was taken.
      return Outcome.failed("refused: " + e.getMessage());
    }
    Flight flight = new Flight(guard, receiver, settings.get(Settings.CALLBACK_TIMEOUT));
    flights.add(flight);
    try {
      return grounded
          ? Outcome.failed("the server stops")
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
        delivery.callback().secret().or(() -> settings.get(Settings.CALLBACK_SECRET));
    secret.ifPresent(
        key -> fields.put("webhook-signature", Signature.of(key, id, timestamp, body)));
    return fields;
  }

  /** Ends the tries whose time is over. */
  void endLate() {
    flights.forEach(Flight::endWhenLate);
  }

  /** Ends all tries; those without an answer are given back. */
  void ground() {
    grounded = true;
    flights.forEach(Flight::end);
  }
}
