package org.meanwhile.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a label may be, in the server and in {@code openapi.yaml}. */
class LabelSyntaxTest {
  /** Joiners and variation selectors are seen between two ideographs. */
  private static final String AMONG_IDEOGRAPHS = "\u6587%s\u5B57";

  @Test
  void the_pattern_of_openapi_is_the_servers_rule_for_each_character_up_to_ffff()
      throws IOException {
    Pattern pattern = Pattern.compile(publishedPattern());

    assertThat(
            IntStream.rangeClosed(0, Character.MAX_VALUE)
                .filter(c -> !Character.isSurrogate((char) c))
                .filter(
                    c -> {
                      String value = AMONG_IDEOGRAPHS.formatted((char) c);
                      return pattern.matcher(value).matches() != LabelSyntax.isValue(value);
                    })
                .mapToObj("U+%04X"::formatted))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x0A, 0x7F, 0x85, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B,
        0x200E, 0x202E, 0x2060, 0x2066, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF9, 0xD800, 0x1D173,
        0xE0020, 0xE0FFF
      })
  void no_part_of_a_label_has_an_invisible_character(int hidden) {
    String text = "a" + Character.toString(hidden) + "b";

    assertThat(LabelSyntax.isValue(text)).isFalse();
    assertThat(LabelSyntax.isName(text)).isFalse();
  }

  private static String publishedPattern() throws IOException {
    Map<?, ?> found =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(Path.of("openapi", "openapi.yaml")));
    for (String name : new String[] {"components", "schemas", "Labels", "additionalProperties"}) {
      found = (Map<?, ?>) found.get(name);
    }
    return (String) found.get("pattern");
  }
}
