package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x0A, 0x0D, 0x1B, 0x7F, 0x80, 0x85, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160,
        0x17B4, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D,
        0x202E, 0x2060, 0x2061, 0x2064, 0x2065, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0x206F,
        0x3164, 0xD800, 0xDFFF, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF9, 0xFFFB, 0x1BCA0, 0x1D173, 0xE0001,
        0xE0020, 0xE0067, 0xE007F, 0xE0080, 0xE01F0, 0xE0FFF
      })
  void a_hidden_character_is_hidden_wherever_it_stands(int hidden) {
    String character = new String(Character.toChars(hidden));
    for (String text : new String[] {"invoice%s.pdf", "%sa", "a%s", "文%s字", "ש%sל", "%s"}) {
      assertThat(VisibleText.isLine(text.formatted(character))).as(text).isFalse();
      assertThat(VisibleText.line(text.formatted(character), "_")).isEqualTo(text.formatted("_"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "team billing",
        "客户",
        "Ελληνικά",
        "שלום world",
        "مرحبا",
        "می\u200Cخواهم",
        "PDF\u200Cها",
        "क\u094D\u200Dष",
        "ശ\u0D4D\u200Cരീ",
        "👨\u200D👩\u200D👧",
        "❤\uFE0F\u200D🔥",
        "1\uFE0F\u20E3",
        "葛\uDB40\uDD00城",
        "ᠠ\u180B",
        "\u0600١٢",
        "e\u0301",
        "🫨",
        "\u2800",
        "a\u00A0b",
      })
  void a_text_of_any_language_is_visible(String text) {
    assertThat(VisibleText.isLine(text)).isTrue();
    assertThat(VisibleText.line(text, "_")).isEqualTo(text);
    assertThat(VisibleText.lines(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ad\u200Dmin",
        "é\u200Ca",
        "\u200Dmin",
        "می\u200C",
        "می\u200C\u200Cخواهم",
        "a\uFE0F",
        "\uFE0Fa",
        "❤\uFE0F\uFE0F",
        "👨\u200D\uFE0F👩",
      })
  void joiners_and_selectors_where_no_script_needs_them_are_hidden(String text) {
    assertThat(VisibleText.isLine(text)).isFalse();
    assertThat(VisibleText.isLine(VisibleText.line(text, "_"))).isTrue();
  }

  @Test
  void line_feeds_and_tabs_stay_in_a_text_of_lines() {
    assertThat(VisibleText.lines("a\n\tb\r\u001B[1m\u202Ec"))
        .isEqualTo("a\n\tb\uFFFD\uFFFD[1m\uFFFDc");
    assertThat(VisibleText.lines(null)).isNull();
  }
}
