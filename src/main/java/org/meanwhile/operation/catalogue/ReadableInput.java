package org.meanwhile.operation.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes out of an input the members that its schema marks as {@code writeOnly} (JSON Schema
 * Validation 2020-12, section 9.4), at any depth.
 *
 * <p>A member goes when any part of the schema that may speak of it marks it: of alternatives
 * ({@code anyOf}, {@code if}) each counts, whichever holds. References are followed inside the
 * schema; a member behind one that leads nowhere goes, too.
 */
final class ReadableInput {
  private static final String REF = "$ref";
  private static final String DYNAMIC_REF = "$dynamicRef";

  /** The keywords whose schemas speak of the same value. */
  private static final List<String> IN_PLACE =
      List.of("allOf", "anyOf", "oneOf", "if", "then", "else", "not", "dependentSchemas");

  private static final Set<String> ELEMENTS =
      Set.of("items", "prefixItems", "contains", "unevaluatedItems", "additionalItems");

  private final JsonNode root;

  private ReadableInput(JsonNode root) {
    this.root = root;
  }

  /** The input without its secret members; the given one stays as it is. */
  static JsonNode of(JsonNode schema, JsonNode input) {
    JsonNode shown = input.deepCopy();
    ReadableInput reader = new ReadableInput(schema);
    reader.strip(shown, reader.speakingOf(List.of(schema)).schemas());
    return shown;
  }

  /**
   * The schemas that speak of one value.
   *
   * @param secret whether one of them marks it, or cannot be found
   */
  private record Schemas(List<JsonNode> schemas, boolean secret) {}

  private void strip(JsonNode value, List<JsonNode> schemas) {
    if (value instanceof ObjectNode object) {
      List<String> secret = new ArrayList<>();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        Schemas of = speakingOf(ofMember(schemas, member.getKey()).toList());
        if (of.secret()) {
          secret.add(member.getKey());
        } else {
          strip(member.getValue(), of.schemas());
        }
      }
      object.remove(secret);
    } else if (value.isArray()) {
      // Without a secret element the others would have other places: it becomes null.
      for (int i = 0; i < value.size(); i++) {
        Schemas of = speakingOf(ofElements(schemas).toList());
        if (of.secret()) {
          ((ArrayNode) value).setNull(i);
        } else {
          strip(value.get(i), of.schemas());
        }
      }
    }
  }

  private static Stream<JsonNode> ofMember(List<JsonNode> schemas, String name) {
    return schemas.stream()
        .flatMap(
            schema ->
                Stream.of(
                        Stream.ofNullable(schema.path("properties").get(name)),
                        schema.path("patternProperties").properties().stream()
                            .filter(each -> matches(each.getKey(), name))
                            .map(Map.Entry::getValue),
                        Stream.ofNullable(schema.get("additionalProperties")),
                        Stream.ofNullable(schema.get("unevaluatedProperties")))
                    .flatMap(found -> found));
  }

  private static boolean matches(String pattern, String name) {
    try {
      return Pattern.compile(pattern).matcher(name).find();
    } catch (PatternSyntaxException e) {
      // A dialect that Java does not know: it may mean this member.
      return true;
    }
  }

  private static Stream<JsonNode> ofElements(List<JsonNode> schemas) {
    return schemas.stream()
        .flatMap(schema -> ELEMENTS.stream().map(schema::get))
        .filter(found -> found != null)
        .flatMap(ReadableInput::each);
  }

  /** A schema, or those of an array of schemas. */
  private static Stream<JsonNode> each(JsonNode found) {
    return found.isArray() ? found.valueStream() : Stream.of(found);
  }

  private Schemas speakingOf(List<JsonNode> given) {
    List<JsonNode> all = new ArrayList<>();
    boolean secret = false;
    List<JsonNode> left = new ArrayList<>(given);
    while (!left.isEmpty()) {
      JsonNode schema = left.remove(left.size() - 1);
      if (!schema.isObject() || isIn(all, schema)) {
        continue;
      }
      all.add(schema);
      secret |= schema.path("writeOnly").asBoolean(false);
      for (String keyword : IN_PLACE) {
        JsonNode found = schema.path(keyword);
        left.addAll(
            keyword.equals("dependentSchemas")
                ? found.valueStream().toList()
                : each(found).toList());
      }
      for (String keyword : List.of(REF, DYNAMIC_REF)) {
        if (schema.path(keyword).isString()) {
          Optional<JsonNode> target = target(schema.path(keyword).stringValue());
          target.ifPresent(left::add);
          secret |= target.isEmpty();
        }
      }
    }
    return new Schemas(all, secret);
  }

  /** By identity: two equal schemas cost two looks, and no comparison. */
  private static boolean isIn(List<JsonNode> schemas, JsonNode schema) {
    return schemas.stream().anyMatch(each -> each == schema);
  }

  private Optional<JsonNode> target(String reference) {
    if (reference.equals("#")) {
      return Optional.of(root);
    }
    if (reference.startsWith("#/")) {
      JsonNode found = root.at(reference.substring(1).replace("%25", "%"));
      return found.isMissingNode() ? Optional.empty() : Optional.of(found);
    }
    return named(root, reference.startsWith("#") ? reference.substring(1) : reference);
  }

  private static Optional<JsonNode> named(JsonNode in, String name) {
    Set<String> names = new TreeSet<>();
    for (String keyword : List.of("$anchor", "$dynamicAnchor", "$id")) {
      if (in.path(keyword).isString()) {
        names.add(in.path(keyword).stringValue());
      }
    }
    return names.contains(name)
        ? Optional.of(in)
        : in.valueStream().map(each -> named(each, name)).flatMap(Optional::stream).findFirst();
  }
}
