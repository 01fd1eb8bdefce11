package org.meanwhile.contract.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the resources and methods of {@code openapi/openapi.yaml}, with references resolved. */
@SuppressWarnings("unchecked")
public final class OpenApiDocument {
  private static final Set<String> METHODS = Set.of("get", "head", "put", "post", "delete");

  /**
   * A method of a resource.
   *
   * @param json the schema of its JSON body; null when it has none
   * @param statuses the documented statuses of its answers
   */
  public record Method(
      String verb,
      String template,
      List<Map<String, Object>> parameters,
      Map<String, Object> json,
      boolean multipart,
      Set<String> statuses) {

    List<Map<String, Object>> parametersIn(String place) {
      return parameters.stream().filter(each -> place.equals(each.get("in"))).toList();
    }

    @Override
    public String toString() {
      return verb + " " + template;
    }
  }

  private final Map<String, Object> root;

  public OpenApiDocument() {
    try {
      root =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(Files.readString(OpenApiValidation.DOCUMENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Method> methods() {
    List<Method> methods = new ArrayList<>();
    child(root, "paths")
        .forEach(
            (template, item) ->
                ((Map<String, Object>) item)
                    .forEach(
                        (verb, method) -> {
                          if (METHODS.contains(verb)) {
                            methods.add(
                                method(
                                    verb,
                                    template,
                                    (Map<String, Object>) item,
                                    (Map<String, Object>) method));
                          }
                        }));
    return methods;
  }

  private Method method(
      String verb, String template, Map<String, Object> item, Map<String, Object> method) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (Map<String, Object> of : List.of(item, method)) {
      ((List<Map<String, Object>>) of.getOrDefault("parameters", List.of()))
          .forEach(parameter -> parameters.add(resolved(parameter)));
    }
    Map<String, Object> content = child(child(method, "requestBody"), "content");
    Map<String, Object> json = child(child(content, "application/json"), "schema");
    return new Method(
        verb.toUpperCase(Locale.ROOT),
        template,
        parameters,
        json.isEmpty() ? null : json,
        content.containsKey("multipart/form-data"),
        new TreeSet<>(child(method, "responses").keySet()));
  }

  /** Resolves a reference; returns any other node as it is. */
  public Map<String, Object> resolved(Map<String, Object> node) {
    Map<String, Object> found = node;
    while (found.get("$ref") instanceof String reference) {
      found = root;
      for (String name : reference.substring("#/".length()).split("/")) {
        found = child(found, name);
      }
    }
    return found;
  }

  public static Map<String, Object> child(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.getOrDefault(name, Map.of());
  }
}
