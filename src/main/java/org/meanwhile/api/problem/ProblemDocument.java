package org.meanwhile.api.problem;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meanwhile.operation.catalogue.Violation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A problem document (RFC 9457, section 3).
 *
 * @param instance the path of the request, as a URI reference
 * @param errors what exactly is not valid; left out of the document when there is none
 */
public record ProblemDocument(
    String type, String title, int status, String detail, String instance, List<Violation> errors) {
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The document as JSON in UTF-8. */
  public byte[] bytes() {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("instance", instance);
    if (!errors.isEmpty()) {
      ArrayNode list = document.putArray("errors");
      for (Violation error : errors) {
        list.addObject().put("pointer", error.pointer()).put("detail", error.detail());
      }
    }
    return document.toString().getBytes(StandardCharsets.UTF_8);
  }
}
