package org.meanwhile.api.problem;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.meanwhile.operation.catalogue.Violation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * A problem document (RFC 9457, section 3).
 *
 * @param instance the path of the request, as a URI reference
 * @param errors what exactly is not valid; left out of the document when there is none
 * @param members further members by name, each as JSON text (section 3.2)
 */
public record ProblemDocument(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    List<Violation> errors,
    Map<String, String> members) {
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A document without further members. */
  public ProblemDocument(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      List<Violation> errors) {
    this(type, title, status, detail, instance, errors, Map.of());
  }

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
    members.forEach((name, json) -> document.putRawValue(name, new RawValue(json)));
    return document.toString().getBytes(StandardCharsets.UTF_8);
  }
}
