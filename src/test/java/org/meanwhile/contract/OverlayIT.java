package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meanwhile.contract.support.Problems.problem;

import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/**
 * An author's project is compiled against the jar of the authors' API and Jakarta EE alone. Its
 * operations are added to the WAR as classes, as a WAR overlay does, and as a jar, and are run.
 */
class OverlayIT {
  private static final String GREET =
      """
      package com.example;

      import jakarta.validation.constraints.NotBlank;
      import jakarta.validation.constraints.Size;
      import java.io.OutputStream;
      import java.nio.charset.StandardCharsets;
      import org.meanwhile.operation.Operation;
      import org.meanwhile.operation.OperationDefinition;
      import org.meanwhile.operation.Task;

      @OperationDefinition(name = "%1$s", title = "Greets", yields = "text/plain")
      public class %2$s implements Operation<%2$s.Input> {

        public record Input(@NotBlank @Size(max = 40) String name) {}

        @Override
        public void run(Input input, Task task) throws Exception {
          try (OutputStream out = task.output("text/plain;charset=utf-8", "greeting.txt")) {
            out.write(("Hello, " + input.name() + "!").getBytes(StandardCharsets.UTF_8));
          }
          task.progress(1, 1, "greetings");
        }
      }
      """;

  private static Server server;
  private static Client client;

  @BeforeAll
  static void build_and_deploy() throws IOException {
    server = new Server("overlay");
    Path directory = Files.createDirectories(server.directory());
    Path asClasses = compiled(directory.resolve("classes"), "greet", "Greet");
    Path asJar = jar(compiled(directory.resolve("library"), "welcome", "Welcome"));
    Path war = Files.copy(Path.of(System.getProperty("it.war")), directory.resolve("own.war"));
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + war.toUri()), Map.of())) {
      copy(asClasses, zip.getPath("WEB-INF/classes"));
      Files.copy(asJar, zip.getPath("WEB-INF/lib/welcome.jar"));
    }
    server.withWar(war).start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void added_operations_are_in_the_catalogue() {
    for (String name : List.of("greet", "welcome")) {
      client
          .ask()
          .get("/operation/{name}", name)
          .then()
          .statusCode(200)
          .body("title", equalTo("Greets"))
          .body("inputSchema.required", hasItem("name"))
          .body("inputSchema.properties.name.maxLength", equalTo(40));
    }
  }

  @Test
  void added_operations_run() {
    for (String name : List.of("greet", "welcome")) {
      String id = client.accepted(Map.of("operation", name, "input", Map.of("name", "Wörld")));

      assertThat(client.awaitEnd(id).getString("status")).isEqualTo("Succeeded");
      client.output(id).then().statusCode(200).body(equalTo("Hello, Wörld!"));
    }
  }

  @Test
  void their_input_is_validated() {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(Map.of("operation", "greet", "input", Map.of("name", " ")))
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/input/name"));
  }

  private static Path compiled(Path directory, String operation, String className)
      throws IOException {
    Path source = directory.resolve("src/com/example/" + className + ".java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, GREET.formatted(operation, className));
    Path classes = Files.createDirectories(directory.resolve("out"));
    String classPath =
        String.join(File.pathSeparator, System.getProperty("it.api"), jarOf(Inject.class));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-parameters",
                "-cp",
                classPath,
                "-d",
                classes.toString(),
                source.toString());
    assertThat(result).as("javac").isZero();
    return classes;
  }

  private static Path jar(Path classes) throws IOException {
    Path jar = classes.resolveSibling("welcome.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
        Files.copy(path, zip);
      }
    }
    return jar;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  private static String jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
