package org.meanwhile.artifact;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/**
 * The way of an operation's author, as the manual tells it: the example project is copied to a
 * folder outside of this tree, built and tested there by Maven against the installed WAR and jars,
 * started and run. So is the resource of the page "Add slow work to your Jakarta EE application",
 * in the same WAR.
 *
 * <p>"Installed" means here: the files of this build, where {@code mvn install} would have put
 * them. That {@code mvn -Dmaven.test.skip install} puts them there is checked by {@code .ci/run},
 * from a fresh clone; there the example's tests on a server run, too.
 */
class AuthorPathIT {
  private static final Path EXAMPLE = Path.of("src", "example", "count-lines");
  private static final Path PAGE = Path.of("src/site/markdown/jakarta-ee.md");
  private static final Pattern RESOURCE =
      Pattern.compile("```java\n(package [^`]*class ReportsResource [^`]*)```");
  private static final int BUILD_LIMIT_MINUTES = 5;

  private static Path outside;
  private static Server server;
  private static Client client;

  @BeforeAll
  static void build_the_example_and_start_it() throws IOException, InterruptedException {
    outside = Files.createTempDirectory(Path.of(System.getProperty("it.outside")), "author");
    OwnRepository repository =
        OwnRepository.like(
            Path.of(System.getProperty("it.repository")), outside.resolve("repository"));
    repository.install(
        System.getProperty("it.version"),
        Path.of("pom.xml"),
        Path.of(System.getProperty("it.war")),
        Map.of(
            "api", Path.of(System.getProperty("it.api")),
            "testkit", Path.of(System.getProperty("it.testkit"))));
    Path project = copy(EXAMPLE, outside.resolve("count-lines"));
    addResourceOfManual(project);
    build(project, repository);
    assertTestsRan(project);
    server = new Server("author").withWar(project.resolve("target/meanwhile.war")).start();
    client = server.client();
  }

  /** The resource of the page for teams that have an application already. */
  private static void addResourceOfManual(Path project) throws IOException {
    Matcher example = RESOURCE.matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();
    Files.writeString(
        project.resolve("src/main/java/com/example/ReportsResource.java"), example.group(1));
  }

  private static void assertTestsRan(Path project) {
    assertThat(project.resolve("target/surefire-reports/TEST-com.example.CountLinesTest.xml"))
        .content()
        .contains("tests=\"3\"", "skipped=\"0\"");
  }

  @AfterAll
  static void stop_and_delete() throws IOException {
    if (server != null) {
      server.close();
    }
    if (outside != null) {
      delete(outside);
    }
  }

  @Test
  void the_operation_is_in_the_catalogue_beside_those_that_ship() {
    client
        .ask()
        .get("/operation/count-lines")
        .then()
        .statusCode(200)
        .body("title", equalTo("Count lines"));
    client.ask().get("/operation/simulate").then().statusCode(200);
  }

  @Test
  void it_reads_the_callers_file_and_its_output_is_the_number_of_lines() {
    assertThat(counted("{\"operation\":\"count-lines\"}", "a\nb\nab\n")).isEqualTo("3");
    assertThat(
            counted(
                "{\"operation\":\"count-lines\",\"input\":{\"containing\":\"a\"}}", "a\nb\nab\n"))
        .isEqualTo("2");
  }

  @Test
  void a_resource_of_the_same_WAR_submits_jobs_by_a_call() {
    String job =
        client
            .askUndescribed()
            .contentType("text/plain")
            .body("quarter")
            .post("/reports")
            .then()
            .statusCode(202)
            .extract()
            .header("Location");
    String id = job.substring(job.lastIndexOf('/') + 1);

    client.ask().get("/job/{id}", id).then().body("labels.report", equalTo("quarter"));
    client.ask().delete("/job/{id}", id).then().statusCode(200);
  }

  private static String counted(String job, String file) {
    String id =
        client
            .upload()
            .multiPart(
                new MultiPartSpecBuilder(job)
                    .controlName("job")
                    .emptyFileName()
                    .mimeType("application/json")
                    .build())
            .multiPart(
                new MultiPartSpecBuilder(file.getBytes(StandardCharsets.UTF_8))
                    .controlName("file")
                    .fileName("lines.txt")
                    .mimeType("text/plain")
                    .build())
            .post("/job")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    JsonPath ended = client.awaitEnd(id);
    assertThat(ended.getString("status")).as(ended.prettify()).isEqualTo("Succeeded");
    return client.output(id).then().statusCode(200).extract().asString();
  }

  /** Runs the Maven that runs these tests, without this tree's {@code .mvn}. */
  private static void build(Path project, OwnRepository repository)
      throws IOException, InterruptedException {
    Path log = project.resolve("maven.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("it.maven"), "bin", "mvn").toString());
    command.addAll(List.of("-B", "-ntp", "-Dmaven.repo.local=" + repository.directory()));
    if (Network.isOff()) {
      command.add("-o");
    }
    command.add("package");
    ProcessBuilder maven =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    maven.environment().put("MAVEN_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
    Process process = maven.start();
    boolean ended = process.waitFor(BUILD_LIMIT_MINUTES, MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0).as(() -> text(log)).isTrue();
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.filter(path -> !path.startsWith(from.resolve("target"))).toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }

  /** Does not follow links: what they lead to is the user's. */
  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
