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

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "   ",
        "\u00A0",
        "\u3000",
        "\u2003",
        "\u2800",
        " \u2800\u3000",
        "\uE000",
        "\uF8FF",
        "a\uE000b",
        "\uFDD0",
        "a\uFDEFb",
        "\uFFFE",
        "a\uFFFF"
      })
  void a_value_that_shows_nothing_or_nothing_certain_is_none(String value) throws IOException {
    assertThat(LabelSyntax.isValue(value)).isFalse();
    assertThat(Pattern.matches(publishedPattern(), value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0xF0000, 0xFFFFD, 0x100000, 0x10FFFD, 0x1FFFE, 0x1FFFF, 0xFFFFE, 0x10FFFF, 0x2FFFE})
  void no_value_has_a_private_or_no_character_beyond_ffff(int character) {
    assertThat(LabelSyntax.isValue("a" + Character.toString(character))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        " a",
        "a ",
        "a b",
        "\u3000a\u3000",
        "\u2800a",
        "-",
        "\u65E5\u672C",
        "\uFFFD",
        "e\u0301"
      })
  void a_value_may_be_empty_and_have_spaces_beside_what_is_seen(String value) throws IOException {
    assertThat(LabelSyntax.isValue(value)).isTrue();
    assertThat(Pattern.matches(publishedPattern(), value)).isTrue();
  }

  @Test
  void a_value_is_measured_as_sent_and_as_stored() {
    assertThat(LabelSyntax.isValue("e\u0301".repeat(127))).isTrue();
    assertThat(LabelSyntax.isValue("e\u0301".repeat(128))).isFalse();
    // Normal form C spells this letter by two characters.
    assertThat(LabelSyntax.isValue("\uFB1D".repeat(127))).isTrue();
    assertThat(LabelSyntax.isValue("\uFB1D".repeat(128))).isFalse();
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
