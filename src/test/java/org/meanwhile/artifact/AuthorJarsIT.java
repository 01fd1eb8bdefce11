package org.meanwhile.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The two jars that authors have beside the classes jar: the API alone, and the test kit. That
 * operations compile with the API and Jakarta EE alone is shown by {@code OverlayIT}.
 */
class AuthorJarsIT {
  private static final Path API = Path.of(System.getProperty("it.api"));
  private static final Path TESTKIT = Path.of(System.getProperty("it.testkit"));

  /** Annotations for NullAway: the JVM and the compiler do without their classes. */
  private static final String ANNOTATIONS = "org.jspecify.";

  @Test
  void the_api_needs_nothing_but_the_platform_and_itself() throws IOException {
    assertThat(needed(API, "java.", "jakarta.", ANNOTATIONS)).isEmpty();
  }

  @Test
  void the_test_kit_needs_of_Meanwhile_only_the_api_and_itself() throws IOException {
    assertThat(needed(TESTKIT)).isNotEmpty();
    assertThat(needed(TESTKIT).stream().filter(name -> name.startsWith("org.meanwhile.")))
        .isSubsetOf(names(API));
  }

  @Test
  void no_class_is_in_both() {
    assertThat(names(API)).isNotEmpty().doesNotContainAnyElementsOf(names(TESTKIT));
  }

  /** What the classes of a jar need that is not in it, but for what has one of the prefixes. */
  private static Set<String> needed(Path jar, String... prefixes) throws IOException {
    Set<String> own = names(jar);
    try (JarFile file = new JarFile(jar.toFile())) {
      return new ClassFileImporter()
          .importJar(file).stream()
              .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
              .map(Dependency::getTargetClass)
              .map(JavaClass::getBaseComponentType)
              .filter(type -> !type.isPrimitive())
              .map(JavaClass::getName)
              .filter(name -> !own.contains(name))
              .filter(name -> Stream.of(prefixes).noneMatch(name::startsWith))
              .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> names(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
