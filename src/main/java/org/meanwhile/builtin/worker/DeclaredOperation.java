package org.meanwhile.builtin.worker;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.meanwhile.builtin.ConfiguredEntry;
import org.meanwhile.notation.IsoDuration;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.OperationInfo;
import org.meanwhile.operation.catalogue.OperationTraits;
import org.meanwhile.operation.catalogue.WorkerTerms;

/** One operation that workers elsewhere do. */
final class DeclaredOperation {
  private static final Set<String> SETTINGS =
      Set.of(
          "parameters",
          "title",
          "description",
          "takes",
          "file-required",
          "yields",
          "lease",
          "append-only",
          "repeatable",
          "max-attempts",
          "max-leases");

  private static final String NO_PARAMETERS =
      "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";

  private static final String LEASE = "PT60S";
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofDays(1);
  private static final int MAX_ATTEMPTS = 3;
  private static final int MOST_ATTEMPTS = 100;
  private static final int MOST_LEASES = 1_000_000;

  private final ConfiguredEntry settings;

  private DeclaredOperation(ConfiguredEntry settings) {
    this.settings = settings;
  }

  /**
   * Returns the operations that the settings {@code <name>.<setting>} declare.
   *
   * @param settings values by names without the prefix {@code meanwhile.worker.}
   * @throws IllegalArgumentException for the first operation that cannot be used; one line that
   *     names it
   */
  static List<OfferedOperation> offered(Map<String, String> settings) {
    return ConfiguredEntry.all(settings).stream()
        .map(entry -> new DeclaredOperation(entry).offer())
        .toList();
  }

  private OfferedOperation offer() {
    try {
      settings.requireOnly(SETTINGS, "worker");
      return OfferedOperation.forWorkers(
          info(), settings.text("parameters").orElse(NO_PARAMETERS), terms());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "meanwhile.worker." + settings.name() + ": " + e.getMessage(), e);
    }
  }

  private OperationInfo info() {
    List<String> yields = settings.list("yields");
    return new OperationInfo(
        settings.name(),
        settings.text("title").orElse(settings.name()),
        settings.text("description").orElse(""),
        settings.list("takes"),
        settings.flag("file-required", true),
        yields.isEmpty() ? List.of("application/octet-stream") : yields,
        settings.number("max-attempts", 1, MOST_ATTEMPTS).orElse(MAX_ATTEMPTS),
        traits());
  }

  /** Workers can store checkpoints, so their runs can be suspended. */
  private OperationTraits traits() {
    // Read in any case, so that a bad value stops the start.
    settings.flag("repeatable", false);
    return new OperationTraits(true, settings.flag("append-only", false), true);
  }

  private WorkerTerms terms() {
    return new WorkerTerms(
        lease(),
        settings
            .number("max-leases", 1, MOST_LEASES)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()));
  }

  private Duration lease() {
    String text = settings.text("lease").orElse(LEASE).strip();
    try {
      Duration lease = IsoDuration.parse(text);
      if (lease.compareTo(SHORTEST_LEASE) >= 0 && lease.compareTo(LONGEST_LEASE) <= 0) {
        return lease;
      }
    } catch (DateTimeException e) {
      // Answered below, as a duration out of bounds is.
    }
    throw new IllegalArgumentException(
        "'lease' must be an ISO 8601 duration from " + SHORTEST_LEASE + " to P1D");
  }
}
