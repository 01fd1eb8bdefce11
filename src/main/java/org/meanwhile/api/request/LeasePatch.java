package org.meanwhile.api.request;

import java.util.Optional;
import org.meanwhile.job.Progress;
import tools.jackson.databind.JsonNode;

/**
 * What a worker reports of its run. What it does not name is empty, and stays as it is.
 *
 * @param progress an object with the members that change, or null for none any more
 * @param message empty inside when it is removed
 * @param checkpoint empty inside when it is removed
 */
public record LeasePatch(
    Optional<JsonNode> progress,
    Optional<Optional<String>> message,
    Optional<Optional<byte[]>> checkpoint) {

  /** Whether the progress of the run changes. */
  public boolean reports() {
    return progress.isPresent() || message.isPresent();
  }

  /** The progress after this report (RFC 7396). */
  public Progress progressAfter(Progress before) {
    JsonNode patch = progress.orElse(null);
    boolean removed = patch != null && patch.isNull();
    Long done = removed ? null : number(patch, "done", before.done());
    Long total = removed ? null : number(patch, "total", before.total());
    String unit = removed ? null : text(patch, "unit", before.unit());
    boolean counts = total != null || unit != null;
    return new Progress(
        done == null && counts ? Long.valueOf(0) : done,
        total,
        unit,
        message.map(text -> text.orElse(null)).orElse(before.message()));
  }

  private static Long number(JsonNode patch, String name, Long before) {
    if (patch == null || !patch.has(name)) {
      return before;
    }
    return patch.get(name).isNull() ? null : Long.valueOf(patch.get(name).longValue());
  }

  private static String text(JsonNode patch, String name, String before) {
    if (patch == null || !patch.has(name)) {
      return before;
    }
    return patch.get(name).isNull() ? null : patch.get(name).stringValue();
  }
}
