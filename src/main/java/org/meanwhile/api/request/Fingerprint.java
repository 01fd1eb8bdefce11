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
 * members, on white space, on how a number or a character is written, on whether a member of the
 * request or of its callback is left out or null, or on how the letters of a label's value are
 * composed. In the input null is a value. It includes the file, its name and its media type.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 as 64 hexadecimal digits. */
  static String of(JsonNode request, Optional<StagedFile> file) {
    StringBuilder text = new StringBuilder();
    write(meaning(request), text);
    file.ifPresent(
        f -> {
          text.append('\n').append(f.content().sha256()).append('\n').append(f.mediaType());
          f.name().ifPresent(name -> text.append('\n').append(name));
        });
    return Sha256.hex(text.toString());
  }

  private static JsonNode meaning(JsonNode request) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    withoutNulls(request)
        .properties()
        .forEach(
            member -> members.set(member.getKey(), meaning(member.getKey(), member.getValue())));
    return members;
  }

  private static JsonNode meaning(String member, JsonNode value) {
    return switch (member) {
      case "callback" -> withoutNulls(value);
      case "labels" -> asStored(value);
      default -> value;
    };
  }

  /** A value that is no object is returned as it is. */
  private static JsonNode withoutNulls(JsonNode value) {
    if (!value.isObject()) {
      return value;
    }
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (!member.getValue().isNull()) {
        members.set(member.getKey(), member.getValue());
      }
    }
    return members;
  }

  private static JsonNode asStored(JsonNode labels) {
    if (!labels.isObject()) {
      return labels;
    }
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      JsonNode value = label.getValue();
      stored.set(
          label.getKey(),
          value.isString()
              ? JsonNodeFactory.instance.stringNode(LabelSyntax.stored(value.stringValue()))
              : value);
    }
    return stored;
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
