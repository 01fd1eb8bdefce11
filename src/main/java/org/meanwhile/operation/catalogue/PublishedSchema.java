package org.meanwhile.operation.catalogue;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema as clients get it: in place of each {@code format} that this server reads by its
 * own notation stands the {@code pattern} of the notation, so that a client's validator takes the
 * same texts. A {@code format} that only a reference into an unknown keyword leads to stays.
 */
final class PublishedSchema {
  private static final String PATTERN = "pattern";

  /** The keywords whose value is a schema or an array of schemas. */
  private static final Set<String> SCHEMAS =
      Set.of(
          "additionalItems",
          "additionalProperties",
          "allOf",
          "anyOf",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "oneOf",
          "prefixItems",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");

  /** The keywords whose value has a schema behind each name. */
  private static final Set<String> NAMED_SCHEMAS =
      Set.of(
          "$defs",
          "definitions",
          "dependencies",
          "dependentSchemas",
          "patternProperties",
          "properties");

  private PublishedSchema() {}

  /** The schema in this form; the given one stays as it is. */
  static JsonNode of(JsonNode schema) {
    JsonNode published = schema.deepCopy();
    publish(published);
    return published;
  }

  /** Does nothing with what is no schema, such as {@code true}. */
  private static void publish(JsonNode node) {
    if (!(node instanceof ObjectNode schema)) {
      return;
    }
    schema
        .properties()
        .forEach(
            keyword -> {
              JsonNode value = keyword.getValue();
              if (NAMED_SCHEMAS.contains(keyword.getKey())) {
                value.forEach(PublishedSchema::publish);
              } else if (SCHEMAS.contains(keyword.getKey()) && value.isArray()) {
                value.forEach(PublishedSchema::publish);
              } else if (SCHEMAS.contains(keyword.getKey())) {
                publish(value);
              }
            });
    format(schema).ifPresent(format -> replace(schema, format));
  }

  private static Optional<NotationFormat> format(ObjectNode schema) {
    return NotationFormat.ALL.stream()
        .filter(format -> schema.path("format").asString("").equals(format.getName()))
        .findFirst();
  }

  /** A pattern of the schema's own stays: both hold. */
  private static void replace(ObjectNode schema, NotationFormat format) {
    schema.remove("format");
    if (schema.has(PATTERN)) {
      schema.withArray("allOf").addObject().put(PATTERN, format.pattern());
    } else {
      schema.put(PATTERN, format.pattern());
    }
  }
}
