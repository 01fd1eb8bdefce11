package org.meanwhile.representation;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meanwhile.job.log.LogLine;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the lines of a job's log. Safe for many threads. */
@ApplicationScoped
public class LogDocuments {
  private final JsonFactory factory = new JsonFactory();

  /** The texts alone as UTF-8, a line feed behind each. */
  public byte[] text(List<LogLine> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A JSON object for each line as UTF-8, a line feed behind each. */
  public byte[] ndjson(List<LogLine> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(json(line)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A line as a JSON object, without a line feed. */
  public String json(LogLine line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator to = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
      to.writeStartObject();
      to.writeNumberProperty("seq", line.seq());
      to.writeStringProperty("at", line.at().toString());
      to.writeNumberProperty("attempt", line.attempt());
      to.writeStringProperty("level", line.level());
      to.writeStringProperty("text", line.text());
      to.writeEndObject();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
