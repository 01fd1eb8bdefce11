package org.meanwhile.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModuleBundleTest {
  private static final Path CONSOLE = Path.of("src/main/webapp/assets/console");

  private static String bundle(Map<String, String> modules) {
    return ModuleBundle.of("app.js", modules::get);
  }

  @Test
  void what_is_imported_comes_before_its_importer_and_once() {
    String script =
        bundle(
            Map.of(
                "app.js",
                    "import { a } from './ui/a.js';\nimport { b as c } from './b.js';\na(c);\n",
                "b.js", "import {\n  a,\n} from './ui/a.js';\nexport const b = a();\n",
                "ui/a.js", "export function a() {}\n"));
    assertThat(script)
        .isEqualTo(
            """
            // ui/a.js
            const $ui_a_js = (() => {
            function a() {}
            return { a };
            })();

            // b.js
            const $b_js = (() => {
            const {
              a,
            } = $ui_a_js;
            const b = a();
            return { b };
            })();

            // app.js
            const $app_js = (() => {
            const { a } = $ui_a_js;
            const { b : c } = $b_js;
            a(c);
            return {  };
            })();
            """);
  }

  @Test
  void modules_that_import_each_other_are_refused() {
    Map<String, String> circle =
        Map.of(
            "app.js", "import { b } from './b.js';\nexport class A {}\n",
            "b.js", "import { A } from './app.js';\nexport const b = 1;\n");
    assertThatThrownBy(() -> bundle(circle)).hasMessageContaining("import each other");
  }

  @Test
  void other_forms_are_refused_rather_than_left_out() {
    for (String form :
        List.of(
            "import './b.js';",
            "import * as b from './b.js';",
            "export default 1;",
            "export let n;")) {
      assertThatThrownBy(() -> bundle(Map.of("app.js", form + "\n")))
          .as(form)
          .hasMessageContaining("not understood");
    }
    assertThat(bundle(Map.of("app.js", "import('./later.js');\n")))
        .contains("import('./later.js')");
  }

  @Test
  void the_console_is_one_script_of_all_its_modules() throws IOException {
    String script = ModuleBundle.of("app.js", path -> read(CONSOLE.resolve(path)));
    try (Stream<Path> files = Files.walk(CONSOLE)) {
      List<String> modules =
          files
              .filter(file -> file.toString().endsWith(".js"))
              .map(file -> "// " + CONSOLE.relativize(file) + "\n")
              .toList();
      assertThat(modules).hasSizeGreaterThan(50);
      assertThat(script).contains(modules);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
