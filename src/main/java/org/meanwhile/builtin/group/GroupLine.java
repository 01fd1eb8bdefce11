package org.meanwhile.builtin.group;

import java.io.ByteArrayOutputStream;
import org.meanwhile.job.JobError;
import org.meanwhile.job.group.Members.Member;
import org.meanwhile.job.group.Members.MemberOutput;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A line of the output: what became of one member. */
final class GroupLine {
  private static final int TYPICAL_BYTES = 512;
  private static final JsonFactory FACTORY = new JsonFactory();

  private GroupLine() {}

  /**
   * The line as UTF-8, with its end.
   *
   * @param base the root of the server, with a slash at its end
   */
  static byte[] of(Member member, String base) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator to = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
      to.writeStartObject();
      to.writeStringProperty("id", member.id().toString());
      to.writeStringProperty("status", member.status().word());
      member.output().ifPresent(output -> output(member, output, base, to));
      member.error().ifPresent(error -> error(error, to));
      to.writeEndObject();
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void output(Member member, MemberOutput output, String base, JsonGenerator to) {
    to.writeStringProperty("resourceLocation", base + "job/" + member.id() + "/output");
    to.writeNumberProperty("size", output.sizeBytes());
    to.writeStringProperty("sha256", output.sha256());
  }

  /** As the status document has it. */
  private static void error(JobError error, JsonGenerator to) {
    to.writeObjectPropertyStart("error");
    to.writeStringProperty("type", "/problem/" + error.code());
    to.writeStringProperty("title", "The job failed");
    to.writeNumberProperty("status", error.status());
    to.writeStringProperty("detail", error.message());
    to.writeStringProperty("code", error.code());
    to.writeStringProperty("message", error.message());
    error.job().ifPresent(job -> to.writeStringProperty("job", job.toString()));
    to.writeEndObject();
  }
}
