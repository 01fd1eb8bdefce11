package org.meanwhile.operation.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Strict reading of JSON (RFC 8259): no duplicate members, nothing after the end, no NaN. */
final class Json {

  /** Deeper than any input needs, and shallow enough for recursion. */
  static final int DEEPEST = 100;

  /** 1e1000 needs few characters, but a sum with it needs a thousand digits. */
  static final int MOST_DIGITS = 1000;

  private static final JsonMapper MAPPER =
      StrictJson.mapper(
          StreamReadConstraints.builder()
              .maxNestingDepth(DEEPEST)
              .maxNumberLength(MOST_DIGITS)
              .maxNameLength(1000)
              .build());

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** An object of plain Java values. */
  static ObjectNode object(Map<String, Object> members) {
    return MAPPER.valueToTree(members);
  }

  /** The text as a tree. No number in it is beyond 1000 digits, whichever way it is written. */
  static JsonNode parse(String text) throws InvalidInput {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw malformed(e);
    }
    if (tree.isMissingNode()) {
      throw new InvalidInput(List.of(new Violation("", "is empty, which is no JSON")));
    }
    Violations refused = new Violations();
    checkNumbers(tree, Pointer.ROOT, refused);
    refused.throwIfAny();
    return tree;
  }

  /** As {@link #parse}; null, an absent input, counts as an empty one. */
  static JsonNode parseInput(@Nullable String text) throws InvalidInput {
    return text == null ? object() : parse(text);
  }

  private static InvalidInput malformed(JacksonException e) {
    boolean twice =
        e instanceof StreamReadException && e.getOriginalMessage().startsWith("Duplicate");
    String detail =
        "line %d, column %d: %s"
            .formatted(
                e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                twice ? "a member is there twice" : "is not well-formed JSON, or too deep or long");
    return new InvalidInput(List.of(new Violation(twice ? place(e) : "", detail)));
  }

  private static String place(JacksonException e) {
    return ((StreamReadException) e).processor().streamReadContext().pathAsPointer().toString();
  }

  private static void checkNumbers(JsonNode node, Pointer at, Violations refused) {
    if (node.isBigDecimal()) {
      BigDecimal number = node.decimalValue();
      if (Math.abs((long) number.scale()) + number.precision() > MOST_DIGITS) {
        refused.add(at, "has too many digits");
      }
    } else if (node.isObject()) {
      node.properties()
          .forEach(each -> checkNumbers(each.getValue(), at.member(each.getKey()), refused));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        checkNumbers(node.get(i), at.item(i), refused);
      }
    }
  }
}
