package org.meanwhile.api.download;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** Counts where downloads get their bytes, for MicroProfile Metrics. Safe for many threads. */
@ApplicationScoped
public class DownloadMetrics {
  private static final Metadata DOWNLOADS =
      Metadata.builder()
          .withName("meanwhile_downloads")
          .withDescription(
              "Downloads of outputs above 8 KiB that have begun, by the source of their bytes")
          .build();
  private static final Metadata CACHED =
      Metadata.builder()
          .withName("meanwhile_download_cache")
          .withDescription("Bytes of the files that this node keeps of outputs")
          .withUnit(MetricUnits.BYTES)
          .build();

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

  private final Map<Source, Counter> downloads = new EnumMap<>(Source.class);
  @Inject private MetricRegistry registry;

  @PostConstruct
  void register() {
    for (Source source : Source.values()) {
      Tag tag = new Tag("source", source.name().toLowerCase(Locale.ROOT));
      downloads.put(source, registry.counter(DOWNLOADS, tag));
    }
  }

  void began(Source source) {
    downloads.get(source).inc();
  }

  void cached(LongSupplier bytes) {
    registry.gauge(CACHED, bytes, LongSupplier::getAsLong);
  }
}
