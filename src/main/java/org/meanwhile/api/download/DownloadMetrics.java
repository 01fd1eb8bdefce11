package org.meanwhile.api.download;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/** Counts where downloads get their bytes, for monitoring. Safe for many threads. */
@ApplicationScoped
public class DownloadMetrics {
  private static final Metric DOWNLOADS =
      Metric.of(
          "meanwhile_downloads",
          "Downloads of outputs above 8 KiB that have begun, by the source of their bytes");
  private static final Metric CACHED =
      Metric.of("meanwhile_download_cache", "Bytes of the files that this node keeps of outputs")
          .inBytes();

  /** Where the bytes of a download come from. */
  enum Source {
    /** A whole file. */
    FILE,
    /** A file that the proxy sends. */
    PROXY,
    /** The database, by way of a file that begins or grows. */
    FIRST,
    /** The database. */
    DATABASE
  }

  private final Map<Source, Meters.Counter> downloads = new EnumMap<>(Source.class);
  @Inject private Meters meters;

  @PostConstruct
  void register() {
    for (Source source : Source.values()) {
      String word = source.name().toLowerCase(Locale.ROOT);
      downloads.put(source, meters.counter(DOWNLOADS.with("source", word)));
    }
  }

  void began(Source source) {
    downloads.get(source).inc();
  }

  void cached(LongSupplier bytes) {
    meters.gauge(CACHED, bytes, LongSupplier::getAsLong);
  }
}
