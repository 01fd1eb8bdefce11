package org.meanwhile.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.database.DatabaseState;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/** Counts the writes that this node refused for now, by their reason, for monitoring. */
@ApplicationScoped
public class RefusalMetrics {
  private static final Metric REFUSED =
      Metric.of(
          "meanwhile_writes_refused",
          "Requests to change something that this node answered 429, 500 or 503");
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final Map<ProblemType, Meters.Counter> counters = new ConcurrentHashMap<>();

  @Inject private Meters meters;
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

  private Meters.Counter counter(ProblemType type) {
    String reason = type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return meters.counter(REFUSED.with("reason", reason));
  }
}
