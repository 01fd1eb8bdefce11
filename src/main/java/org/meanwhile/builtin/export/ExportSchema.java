package org.meanwhile.builtin.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The part of the input's JSON Schema that follows from the configuration: the parameters of each
 * query. And which options go with which format.
 */
public final class ExportSchema implements Supplier<Map<String, Object>> {
  private static final Object NOT_SET = Map.of("const", false);

  private static final Object PARAMETER =
      inOrder("type", List.of("string", "number", "boolean", "null"), "pattern", "^[^\\u0000]*$");

  private final Supplier<Map<String, ExportQuery>> queries;

  /** For the catalogue. */
  public ExportSchema() {
    this(() -> ExportQuery.in(ConfigProvider.getConfig(ExportSchema.class.getClassLoader())));
  }

  ExportSchema(Supplier<Map<String, ExportQuery>> queries) {
    this.queries = queries;
  }

  @Override
  public Map<String, Object> get() {
    List<Object> conditions = new ArrayList<>();
    queries
        .get()
        .forEach(
            (name, query) ->
                conditions.add(
                    inOrder(
                        "if", with("query", name),
                        "then", parameters(new TreeSet<>(query.sql().parameters())))));
    conditions.add(
        inOrder(
            "if", with("format", "ndjson"),
            "then", Map.of("properties", inOrder("bom", NOT_SET, "defuseFormulas", NOT_SET)),
            "else", Map.of("properties", Map.of("json", NOT_SET))));
    return Map.of("allOf", conditions);
  }

  private static Object with(String member, String value) {
    return inOrder(
        "properties", Map.of(member, Map.of("const", value)), "required", List.of(member));
  }

  private static Object parameters(Set<String> names) {
    Map<String, Object> each = new LinkedHashMap<>();
    names.forEach(name -> each.put(name, PARAMETER));
    Map<String, Object> parameters = inOrder("properties", each, "additionalProperties", false);
    if (names.isEmpty()) {
      return Map.of("properties", Map.of("parameters", parameters));
    }
    parameters.put("required", List.copyOf(names));
    return inOrder(
        "properties", Map.of("parameters", parameters), "required", List.of("parameters"));
  }

  /** Names and values in turn: an order that is the same at each start. */
  private static Map<String, Object> inOrder(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
