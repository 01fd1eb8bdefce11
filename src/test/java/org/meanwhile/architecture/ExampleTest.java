package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The example operation is built and run by {@code AuthorPathIT}; the manual must show that one.
 */
class ExampleTest {
  private static final Path MANUAL = Path.of("src/site/markdown/operations.md");
  private static final Path EXAMPLE =
      Path.of("src/example/count-lines/src/main/java/com/example/CountLines.java");

  @Test
  void the_manual_shows_the_example_as_it_is() throws IOException {
    assertThat(Files.readString(MANUAL))
        .contains("```java\n" + Files.readString(EXAMPLE) + "```\n");
  }
}
