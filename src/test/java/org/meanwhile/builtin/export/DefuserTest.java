package org.meanwhile.builtin.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefuserTest {
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
  void what_begins_a_formula_in_any_cell_is_text() {
    FORMULAS.forEach(
        (text, safe) -> {
          assertThat(new FormulaEscaper().defused(text)).isEqualTo(safe);
          FormulaEscaper pieces = new FormulaEscaper();
          StringBuilder joined = new StringBuilder();
          text.chars().forEach(c -> joined.append(pieces.defused(String.valueOf((char) c))));
          assertThat(joined).hasToString(safe);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a=1", "2026-01-01", "1-2;3+4", "a@b.example", "x; y", "say \"=1\"", "a\n b"})
  void all_else_stays(String text) {
    assertThat(new FormulaEscaper().defused(text)).isSameAs(text);
  }

  @Test
  void an_empty_piece_is_no_beginning() {
    FormulaEscaper defuser = new FormulaEscaper();
    assertThat(defuser.defused("") + defuser.defused("=1")).isEqualTo("'=1");
  }
}
