package org.meanwhile.contract.support;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.stream.Stream;

/** All methods of all resources, found by reflection, so that no resource can be forgotten. */
public final class Resources {

  /** A method and path template, such as {@code GET /job/{id}}. */
  public record Method(String verb, String template) {
    /** Returns the path with these values for its parameters; the first one is for the job. */
    public String path(String id, String other) {
      return template.replace("{id}", id).replaceAll("\\{[^}]*}", other);
    }

    @Override
    public String toString() {
      return verb + " " + template;
    }
  }

  private Resources() {}

  public static Stream<Method> all() {
    return new ClassFileImporter()
        .withImportOption(new DoNotIncludeTests()).importPackages("org.meanwhile").stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .flatMap(type -> type.getMethods().stream().flatMap(method -> of(type, method)))
            .distinct();
  }

  private static Stream<Method> of(JavaClass type, JavaMethod method) {
    String below =
        method.tryGetAnnotationOfType(Path.class).map(path -> slashed(path.value())).orElse("");
    String template = slashed(type.getAnnotationOfType(Path.class).value()) + below;
    List<String> verbs =
        method.getAnnotations().stream()
            .filter(
                a ->
                    a.getRawType().isMetaAnnotatedWith(HttpMethod.class)
                        || a.getRawType().isAnnotatedWith(HttpMethod.class))
            .map(a -> a.getRawType().getSimpleName())
            .toList();
    return verbs.stream()
        .flatMap(verb -> verb.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(verb))
        .map(verb -> new Method(verb, template));
  }

  private static String slashed(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }
}
