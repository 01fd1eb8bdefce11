package org.meanwhile.callback;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/** Counts delivery attempts of this node, for monitoring. */
@ApplicationScoped
public class CallbackMetrics {
  private static final Metric TRIES =
      Metric.of("meanwhile_callback_tries", "Tries of this node to deliver a callback");

  @Inject private Meters meters;
  private Meters.Counter delivered;
  private Meters.Counter failed;

  @PostConstruct
  void register() {
    delivered = meters.counter(TRIES.with("outcome", "delivered"));
    failed = meters.counter(TRIES.with("outcome", "failed"));
  }

  void attempted(boolean success) {
    (success ? delivered : failed).inc();
  }
}
