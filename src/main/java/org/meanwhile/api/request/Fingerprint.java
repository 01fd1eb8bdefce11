package org.meanwhile.api.request;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meanwhile.job.StagedFile;
import org.meanwhile.platform.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A digest of what a request asks for, the same for requests that mean the same: neither the order
 * of members, nor white space, nor how a number or a character is written makes a difference, nor
 * whether a member is left out or null. The file, its name and its media type belong to it.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 in hexadecimal digits. */
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
    var known = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : request.properties()) {
      if (!member.getValue().isNull()) {
        known.set(member.getKey(), member.getValue());
      }
    }
    return known;
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
