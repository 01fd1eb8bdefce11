package org.meanwhile.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.TokenServer;
import org.meanwhile.contract.support.TokenServer.Guarded;

/**
 * The second way of the page "Add slow work to your Jakarta EE application": its bean, with the
 * Java client, is an application of its own on Payara Micro, and works jobs off for a server that
 * requires tokens.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(TokenServer.class)
class WorkerApplicationIT {
  private static final Path PAGE = Path.of("src/site/markdown/jakarta-ee.md");
  private static final Pattern BEAN =
      Pattern.compile("```java\\n(package [^`]*class ReportWorker [^`]*)```");
  private static final Path CLIENT = Path.of("src/client/java/src/main/java");

  private static Server application;

  private final Client client;

  WorkerApplicationIT(Guarded guarded) {
    client = guarded.server().client().with(guarded.token("reader", "submitter"));
  }

  @BeforeAll
  static void build_and_start(Guarded guarded) throws IOException {
    application = new Server("worker-application");
    Path classes = Files.createDirectories(application.directory().resolve("classes"));
    compile(classes);
    application
        .withWar(war(classes))
        .withEnvironment("JOBS_URL", guarded.server().uri().toString())
        .withEnvironment("JOBS_TOKEN", guarded.token("reports", "submitter,worker"))
        .start();
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static void compile(Path classes) throws IOException {
    Matcher bean = BEAN.matcher(Files.readString(PAGE));
    assertThat(bean.find()).isTrue();
    Path source = classes.resolveSibling("ReportWorker.java");
    Files.writeString(source, bean.group(1));
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none"));
    arguments.addAll(List.of("-cp", jakarta(), "-d", classes.toString(), source.toString()));
    try (Stream<Path> files = Files.walk(CLIENT)) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".java") && !file.endsWith("module-info.java"))
          .forEach(arguments::add);
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
  }

  private static String jakarta() {
    return Inject.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static Path war(Path classes) throws IOException {
    Path war = classes.resolveSibling("reports.war");
    try (OutputStream file = Files.newOutputStream(war);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + classes.relativize(path)));
        Files.copy(path, zip);
      }
    }
    return war;
  }

  @Test
  void the_application_does_a_job_and_sends_its_output() {
    String id =
        client.accepted(Map.of("operation", "report", "input", Map.of("name", "the quarter")));

    JsonPath ended = client.awaitEnd(id);
    assertThat(ended.getString("status")).as(ended.prettify()).isEqualTo("Succeeded");
    assertThat(ended.getInt("progress.done")).isEqualTo(1);
    client.output(id).then().statusCode(200).body(equalTo("The report of the quarter"));
  }
}
