package org.meanwhile.callback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobView;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.TraceContext;
import org.meanwhile.representation.CloudEventType;
import org.meanwhile.representation.LinkSettings;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the end of a job as a CloudEvents 1.0 event in the JSON format (structured mode). The
 * event's source is this server, its subject the job, its time the end of the job.
 */
@ApplicationScoped
public class CloudEvent {
  static final String MEDIA_TYPE = "application/cloudevents+json";

  private final JsonFactory factory = new JsonFactory();
  @Inject private StatusDocuments documents;
  @Inject private Settings settings;

  /**
   * The event as UTF-8.
   *
   * @param view a job that has ended
   * @param requestBase the root of this server as the creating request named it, for links where
   *     {@code meanwhile.url} is not set
   * @param trace for the extension "distributed tracing"
   */
  byte[] bytes(UUID id, JobView view, String requestBase, Optional<TraceContext> trace) {
    URI base = settings.get(LinkSettings.URL).orElseGet(() -> URI.create(requestBase));
    Job job = view.job();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("specversion", "1.0");
      json.writeStringProperty("id", id.toString());
      json.writeStringProperty("source", base.toString());
      json.writeStringProperty("type", CloudEventType.of(job.status()));
      json.writeStringProperty("subject", job.id().toString());
      json.writeStringProperty("time", job.finishedAt().orElseThrow().toString());
      if (trace.isPresent()) {
        json.writeStringProperty(TraceContext.PARENT, trace.get().parent());
        if (trace.get().state().isPresent()) {
          json.writeStringProperty(TraceContext.STATE, trace.get().state().get());
        }
      }
      json.writeStringProperty("datacontenttype", "application/json");
      json.writeName("data");
      documents.write(view, new Links(base), json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
