package org.meanwhile.operation.catalogue;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DefaultDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads inputs that a JSON Schema 2020-12 describes, as plain Java values.
 *
 * <p>Formats are checked, durations and times by the readers that all inputs have ({@link
 * NotationFormat}), whatever dialect the schema names. References must lead to places inside the
 * schema: nothing is ever fetched, neither from the network nor from files.
 */
final class SchemaInput implements Input<Map<String, @Nullable Object>> {

  private static final SpecificationVersion VERSION = SpecificationVersion.DRAFT_2020_12;

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          VERSION,
          registry ->
              registry
                  .dialectRegistry(SchemaInput::dialect)
                  // The standard's own schemas, which come with the library. Nothing else is
                  // loaded.
                  .schemaLoader(
                      loader ->
                          loader
                              .fetchRemoteResources(false)
                              .allow(
                                  iri ->
                                      iri.toString().startsWith("https://json-schema.org/draft/")))
                  .schemaCacheEnabled(false)
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .formatAssertionsEnabled(true)
                          .locale(Locale.ENGLISH)
                          .build()));

  private final String published;
  private final Schema schema;
  private final InputCheck check;

  /**
   * @throws IllegalArgumentException when the text is not a schema, or refers to something outside
   *     it
   */
  SchemaInput(String text, InputCheck check) {
    this.check = check;
    try {
      JsonNode node = Json.parse(text);
      if (!node.isObject()) {
        throw new IllegalArgumentException("the input's schema must be an object");
      }
      List<Error> faults =
          REGISTRY.getSchema(SchemaLocation.of(VERSION.getDialectId())).validate(node);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException("the input's schema: " + faults.get(0));
      }
      schema = REGISTRY.getSchema(node);
      schema.initializeValidators();
      this.published = PublishedSchema.of(node).toString();
    } catch (InvalidInput e) {
      throw new IllegalArgumentException("the input's schema: " + e.violations(), e);
    } catch (SchemaException e) {
      throw new IllegalArgumentException("the input's schema: " + e.getMessage(), e);
    }
  }

  private static Dialect dialect(String id, SchemaRegistry registry) {
    return Dialect.builder(DefaultDialectRegistry.getInstance().getDialect(id, registry))
        .formats(NotationFormat.ALL)
        .build();
  }

  @Override
  public String schema() {
    return published;
  }

  @Override
  public Map<String, @Nullable Object> read(@Nullable String json) throws InvalidInput {
    JsonNode given = Json.parseInput(json);
    if (!given.isObject()) {
      throw new InvalidInput(List.of(new Violation("", "must be an object")));
    }
    JsonNode complete = withDefaults((ObjectNode) given);
    Violations violations = new Violations();
    schema.validate(complete).forEach(each -> violations.add(place(each), message(each)));
    violations.throwIfAny();
    Map<String, @Nullable Object> input = AnyShape.map(complete);
    List<Violation> further = check.check(input);
    if (!further.isEmpty()) {
      throw new InvalidInput(further);
    }
    return input;
  }

  /**
   * Adds the defaults of the schema's own properties. Defaults of properties that are deeper, or
   * behind a reference, are ignored.
   */
  private JsonNode withDefaults(ObjectNode given) {
    for (Map.Entry<String, JsonNode> each :
        schema.getSchemaNode().path("properties").properties()) {
      JsonNode defaultValue = each.getValue().get("default");
      if (defaultValue != null && !given.has(each.getKey())) {
        given.set(each.getKey(), defaultValue);
      }
    }
    return given;
  }

  private static String message(Error error) {
    return NotationFormat.ALL.stream()
        .filter(format -> "format".equals(error.getKeyword()))
        .filter(format -> format.getName().equals(error.getSchemaNode().asString("")))
        .map(NotationFormat::expected)
        .findFirst()
        .orElseGet(error::getMessage);
  }

  private static Pointer place(Error error) {
    Pointer place = Pointer.ROOT;
    NodePath path = error.getInstanceLocation();
    for (int i = 0; i < path.getNameCount(); i++) {
      place = place.member(path.getElement(i).toString());
    }
    // For a missing or unknown member the place is the member, not the object around it.
    return error.getProperty() == null ? place : place.member(error.getProperty());
  }
}
