package org.meanwhile.api.request;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meanwhile.job.StagedFile;
import org.meanwhile.platform.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A digest of a request, equal for requests that mean the same. It does not depend on the order of
 * members, on white space, on how a number or a character is written, or on whether a member is
 * left out or null. It includes the file, its name and its media type.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 as 64 hexadecimal digits. */
  static String of(JsonNode request, Optional<StagedFile> file) {
    StringBuilder text = new StringBuilder();
    write(withoutNulls(request), text);
    file.ifPresent(
        f -> {
          text.append('\n').append(f.content().sha256()).append('\n').append(f.mediaType());
          f.name().ifPresent(name -> text.append('\n').append(name));
        });
    return Sha256.hex(text.toString());
  }

  private static JsonNode withoutNulls(JsonNode request) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : request.properties()) {
      if (!member.getValue().isNull()) {
        members.set(member.getKey(), member.getValue());
      }
    }
    return members;
  }

  private static void write(JsonNode node, StringBuilder to) {
    if (node.isObject()) {
      to.append('{');
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
      sorted.forEach(
          (name, value) -> {
            to.append(JsonNodeFactory.instance.stringNode(name)).append(':');
            write(value, to);
            to.append(',');
          });
      to.append('}');
    } else if (node.isArray()) {
      to.append('[');
      for (JsonNode element : node) {
        write(element, to);
        to.append(',');
      }
      to.append(']');
    } else if (node.isNumber()) {
      to.append(node.decimalValue().stripTrailingZeros());
    } else {
      to.append(node);
    }
  }
}
