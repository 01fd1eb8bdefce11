package org.meanwhile.builtin.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaEscaperTest {
  private static final Map<String, String> FORMULAS =
      Map.ofEntries(
          Map.entry("=1", "'=1"),
          Map.entry("==1", "'==1"),
          Map.entry("x;=1", "x;'=1"),
          Map.entry("x;+1;y;-2", "x;'+1;y;'-2"),
          Map.entry("x,=1", "x,'=1"),
          Map.entry("x|@SUM(1)", "x|'@SUM(1)"),
          Map.entry(" =1", " '=1"),
          Map.entry("\u00A0\u200B\uFEFF=1", "\u00A0\u200B\uFEFF'=1"),
          Map.entry("x; \"=1\"", "x; \"'=1\""),
          Map.entry("\"=1\"", "\"'=1\""),
          Map.entry("'=1", "''=1"),
          Map.entry("x\t=1", "x\t'=1"),
          Map.entry("x\r\n=1", "x\r\n'=1"),
          Map.entry("\tx", "'\tx"),
          Map.entry("\t=x", "'\t'=x"),
          Map.entry("x;\uFF1D1", "x;'\uFF1D1"));

  @Test
  void the_start_of_a_formula_is_escaped_in_any_cell_and_piece() {
    FORMULAS.forEach(
        (text, safe) -> {
          assertThat(new FormulaEscaper().escape(text)).isEqualTo(safe);
          FormulaEscaper pieces = new FormulaEscaper();
          StringBuilder joined = new StringBuilder();
          text.chars().forEach(c -> joined.append(pieces.escape(String.valueOf((char) c))));
          assertThat(joined).hasToString(safe);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a=1", "2026-01-01", "1-2;3+4", "a@b.example", "x; y", "say \"=1\"", "a\n b"})
  void other_text_is_unchanged(String text) {
    assertThat(new FormulaEscaper().escape(text)).isSameAs(text);
  }

  @Test
  void an_empty_piece_does_not_begin_the_text() {
    FormulaEscaper escaper = new FormulaEscaper();
    assertThat(escaper.escape("") + escaper.escape("=1")).isEqualTo("'=1");
  }
}
