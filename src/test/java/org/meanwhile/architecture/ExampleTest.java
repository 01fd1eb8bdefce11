package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.operation.Operation;
import org.meanwhile.testkit.OperationUnderTest;
import org.meanwhile.testkit.TestTask;
import org.meanwhile.testkit.TestTask.LogLine;

/** The examples of the manual are those that are built, and do what the manual says. */
class ExampleTest {
  private static final Path SITE = Path.of("src/site/markdown");
  private static final Path PROJECT = Path.of("src/example/count-lines/src");
  private static final int LIMIT_LINES = 30;
  private static final byte[] ORDERS = "1;a\n\n2;b\n".getBytes();

  @TempDir private Path directory;

  /** {@code AuthorPathIT} builds and runs the project. */
  @Test
  void the_manual_shows_the_example_project_as_it_is() throws IOException {
    assertThat(Files.readString(SITE.resolve("operations.md")))
        .contains(fenced(PROJECT.resolve("main/java/com/example/CountLines.java")));
    assertThat(Files.readString(SITE.resolve("authors.md")))
        .contains(fenced(PROJECT.resolve("test/java/com/example/CountLinesTest.java")));
  }

  private static String fenced(Path source) throws IOException {
    return "```java\n" + Files.readString(source) + "```\n";
  }

  @Test
  void an_author_needs_less_than_thirty_lines() {
    assertThat(Manual.page(SITE.resolve("authors.md")).examples("java"))
        .hasSize(4)
        .allMatch(example -> example.lines().count() < LIMIT_LINES);
    assertThat(PROJECT.resolve("main/java/com/example/CountLines.java"))
        .content()
        .matches(source -> source.lines().count() < LIMIT_LINES);
  }

  @Test
  void what_a_run_says_is_heard() throws Exception {
    TestTask imported = run("ImportOrders", "{}", new TestTask().withFile("text/csv", "a", ORDERS));
    assertThat(imported.log())
        .containsExactly(
            new LogLine(System.Logger.Level.WARNING, "line 2 is empty"),
            new LogLine(System.Logger.Level.INFO, "3 lines"));

    ByteArrayOutputStream flushed = new ByteArrayOutputStream();
    TestTask squares = new TestTask().writingTo(new BufferedOutputStream(flushed));
    squares.cancelWhen(task -> flushed.toString().equals("1\n4\n"));
    assertThatThrownBy(() -> run("Squares", "{\"count\": 3}", squares))
        .isInstanceOf(CancellationException.class);

    assertThat(run("Digest", "{\"text\": \"a\"}", new TestTask()).outputText())
        .isEqualTo("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
  }

  /** Compiles an example of the page for authors, and runs it. */
  private TestTask run(String name, String input, TestTask task) throws Exception {
    String example =
        Manual.page(SITE.resolve("authors.md")).examples("java").stream()
            .filter(each -> each.contains("class " + name + " "))
            .findAny()
            .orElseThrow();
    Path source = Files.writeString(directory.resolve(name + ".java"), example);
    String classPath = System.getProperty("java.class.path");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-cp",
                    classPath,
                    "-d",
                    directory.toString(),
                    source.toString()))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Object operation =
          loader.loadClass("com.example." + name).getDeclaredConstructor().newInstance();
      return OperationUnderTest.of((Operation<?>) operation).run(input, task);
    }
  }
}
