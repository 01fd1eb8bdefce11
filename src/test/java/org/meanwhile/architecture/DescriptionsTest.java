package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The documents in {@code openapi/} agree with each other, and say every answer that can come.
 * Their form is linted by {@code .ci/run}.
 */
class DescriptionsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonNode OPENAPI = read("openapi.yaml");
  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "patch", "delete");

  private record Operation(String path, String method, JsonNode description) {
    String id() {
      return description.path("operationId").stringValue("");
    }
  }

  private static JsonNode read(String name) {
    return YAML.readTree(Path.of("openapi", name).toFile());
  }

  private static Stream<Operation> operations() {
    return OPENAPI
        .path("paths")
        .propertyStream()
        .flatMap(
            path ->
                path.getValue()
                    .propertyStream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .map(
                        member ->
                            new Operation(path.getKey(), member.getKey(), member.getValue())));
  }

  @Test
  void the_workflows_name_operations_that_exist() {
    List<String> named =
        read("arazzo.yaml").findValues("operationId").stream().map(JsonNode::stringValue).toList();
    assertThat(named).isNotEmpty();
    assertThat(operations().map(Operation::id)).containsAll(named);
  }

  /** Health tells of nothing but itself. */
  @Test
  void each_operation_tells_of_limits_faults_and_outages() {
    assertThat(
            operations()
                .filter(operation -> !operation.path().startsWith("/health"))
                .filter(
                    operation ->
                        !operation
                            .description()
                            .path("responses")
                            .propertyNames()
                            .containsAll(Set.of("429", "500", "503"))))
        .isEmpty();
  }

  @Test
  void each_operation_that_needs_a_token_tells_what_happens_without() {
    assertThat(
            operations()
                .filter(operation -> !operation.description().has("security"))
                .filter(
                    operation ->
                        !operation
                            .description()
                            .path("responses")
                            .propertyNames()
                            .containsAll(Set.of("401", "403"))))
        .isEmpty();
  }

  /** A line that begins so is shown as an item of a list. */
  @Test
  void no_line_of_a_text_begins_like_a_list_by_accident() {
    assertThat(texts(OPENAPI).flatMap(String::lines).filter(line -> line.matches("\\d+[.)] .*")))
        .isEmpty();
  }

  private static Stream<String> texts(JsonNode node) {
    Stream<String> own =
        Stream.of("description", "summary")
            .map(node::path)
            .filter(JsonNode::isString)
            .map(JsonNode::stringValue);
    return Stream.concat(own, node.valueStream().flatMap(DescriptionsTest::texts));
  }

  /** What generators make of these does not compile. */
  @Test
  void no_default_is_a_duration_and_no_list_is_of_an_enum_without_a_name() {
    assertThat(OPENAPI.findParents("format").stream())
        .noneMatch(
            schema ->
                "duration".equals(schema.path("format").stringValue("")) && schema.has("default"));
    assertThat(OPENAPI.findParents("items").stream().map(schema -> schema.path("items")))
        .noneMatch(items -> items.has("enum"));
  }
}
