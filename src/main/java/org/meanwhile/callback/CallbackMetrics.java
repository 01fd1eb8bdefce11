package org.meanwhile.callback;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts delivery attempts of this node, for MicroProfile Metrics. */
@ApplicationScoped
public class CallbackMetrics {
  private static final Metadata TRIES =
      Metadata.builder()
          .withName("meanwhile_callback_tries")
          .withDescription("Tries of this node to deliver a callback")
          .build();

  @Inject private MetricRegistry registry;
  private Counter delivered;
  private Counter failed;

  @PostConstruct
  void register() {
    delivered = registry.counter(TRIES, new Tag("outcome", "delivered"));
    failed = registry.counter(TRIES, new Tag("outcome", "failed"));
  }

  void attempted(boolean success) {
    (success ? delivered : failed).inc();
  }
}
