package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page names the modules that its script imports, so that a browser fetches all at once. */
class ConsoleModulesTest {
  private static final Path WEBAPP = Path.of("src/main/webapp");
  private static final Path SCRIPT = WEBAPP.resolve("assets/console/app.js");
  private static final Pattern IMPORT = Pattern.compile("from '(\\.[^']+)'");
  private static final Pattern PRELOAD = Pattern.compile("rel=\"modulepreload\" href=\"([^\"]+)\"");

  @Test
  void every_module_is_preloaded() throws IOException {
    Set<Path> imported = new TreeSet<>();
    addImports(SCRIPT, imported);
    Set<Path> preloaded = new TreeSet<>();
    PRELOAD
        .matcher(Files.readString(WEBAPP.resolve("index.html")))
        .results()
        .forEach(link -> preloaded.add(WEBAPP.resolve(link.group(1))));
    assertThat(imported).hasSizeGreaterThan(20);
    assertThat(preloaded).isEqualTo(imported);
  }

  private static void addImports(Path module, Set<Path> found) throws IOException {
    for (MatchResult each : IMPORT.matcher(Files.readString(module)).results().toList()) {
      Path imported = module.resolveSibling(each.group(1)).normalize();
      if (found.add(imported)) {
        addImports(imported, found);
      }
    }
  }
}
