package org.meanwhile.api.wait;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.job.JobView;
import org.meanwhile.job.log.LogLine;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.LogDocuments;
import org.meanwhile.representation.StatusDocuments;

/** The events of a stream as bytes: neither a document nor a line of a log has line ends. */
record StreamedEvents(StatusDocuments documents, LogDocuments log, Links links)
    implements EventStream.Encoder {

  @Override
  public byte[] status(JobView view, Optional<LastEventId> withLine) {
    String id = withLine.map(LastEventId::withLineText).orElse(JobResponses.version(view));
    return event(id, "status", new String(documents.bytes(view, links), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] lines(List<LogLine> lines, LastEventId sent) {
    StringBuilder events = new StringBuilder();
    for (LogLine line : lines) {
      events.append(event(sent.withLine(line.seq()).withLineText(), "log", log.json(line)));
    }
    return events.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String event(String id, String type, String data) {
    return "id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n";
  }
}
