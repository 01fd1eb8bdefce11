package org.meanwhile.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.meanwhile.database.DatabaseState;

/** Counts the writes that this node refused for now, by their reason, for MicroProfile Metrics. */
@ApplicationScoped
public class RefusalMetrics {
  private static final Metadata REFUSED =
      Metadata.builder()
          .withName("meanwhile_writes_refused")
          .withDescription("Requests to change something that this node answered 429, 500 or 503")
          .build();
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final Map<ProblemType, Counter> counters = new ConcurrentHashMap<>();

  @Inject private MetricRegistry registry;
  @Inject private DatabaseState database;

  void count(String method, ProblemType type) {
    boolean forNow = type.status() == TOO_MANY_REQUESTS || type.status() >= SERVER_ERROR;
    if (forNow && !READS.contains(method)) {
      counters.computeIfAbsent(type, this::counter).inc();
      if (type == ProblemType.DATABASE_UNAVAILABLE) {
        database.refusedWrite();
      }
    }
  }

  private Counter counter(ProblemType type) {
    String reason = type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return registry.counter(REFUSED, new Tag("reason", reason));
  }
}
