package org.meanwhile.callback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.UUID;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobView;
import org.meanwhile.representation.CloudEventType;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The end of a job as a CloudEvents 1.0 event in its JSON format (structured mode). Its source is
 * this server, its subject the job, its time that of the end.
 */
@ApplicationScoped
public class CloudEvent {
  /** The media type of such an event. */
  static final String MEDIA_TYPE = "application/cloudevents+json";

  private final JsonFactory factory = new JsonFactory();
  @Inject private StatusDocuments documents;

  /** The event as UTF-8. */
  byte[] bytes(UUID id, JobView view, String base) {
    Job job = view.job();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator to = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
      to.writeStartObject();
      to.writeStringProperty("specversion", "1.0");
      to.writeStringProperty("id", id.toString());
      to.writeStringProperty("source", base);
      to.writeStringProperty("type", CloudEventType.of(job.status()));
      to.writeStringProperty("subject", job.id().toString());
      to.writeStringProperty("time", job.finishedAt().orElseThrow().toString());
      to.writeStringProperty("datacontenttype", "application/json");
      to.writeName("data");
      documents.write(view, new Links(URI.create(base)), to);
      to.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
