package org.meanwhile.builtin.bulk;

import java.io.ByteArrayOutputStream;
import org.meanwhile.job.bulk.BulkTarget;
import org.meanwhile.job.bulk.BulkTarget.Outcome;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A line of the output: what became of one job. */
final class BulkLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private BulkLine() {}

  /** The line as UTF-8, with its line break. */
  static byte[] of(BulkTarget target) {
    Outcome outcome = target.outcome().orElseThrow();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator to = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
      to.writeStartObject();
      to.writeStringProperty("id", target.job().toString());
      to.writeBooleanProperty("done", outcome.error().isEmpty());
      outcome.made().ifPresent(job -> to.writeStringProperty("job", job.toString()));
      outcome
          .error()
          .ifPresent(
              error -> {
                to.writeObjectPropertyStart("error");
                to.writeStringProperty("type", "/problem/" + error.code());
                to.writeStringProperty("detail", error.detail());
                to.writeEndObject();
              });
      to.writeEndObject();
    }
    line.write('\n');
    return line.toByteArray();
  }
}
