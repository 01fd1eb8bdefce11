package org.meanwhile.builtin.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionalSqlTest {

  @Test
  void each_occurrence_of_a_name_becomes_a_position() {
    PositionalSql sql = PositionalSql.of("select :a, :b_2 where x=:a and y>:_c");
    assertThat(sql.text()).isEqualTo("select ?, ? where x=? and y>?");
    assertThat(sql.parameters()).isEqualTo(List.of("a", "b_2", "a", "_c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ':no'",
        "select 'it''s :no'",
        "select E'it\\'s :no'",
        "select \":no\", `:no`",
        "select 1 -- :no",
        "select /* :no /* */ :no */ 1",
        "select $$ :no ' $$",
        "select $x$ $$ :no $x$",
        "select x::text, y :: text, z::date::text",
        "select a[1:2], a[x: y]",
        "select :1, a := 2",
        "select ' :no",
        "select /* :no",
        "select $$ :no"
      })
  void text_without_parameters_is_unchanged(String text) {
    PositionalSql sql = PositionalSql.of(text);
    assertThat(sql.text()).isEqualTo(text);
    assertThat(sql.parameters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ':no', :p",
        "select 'it''s', :p",
        "select E'\\\\', :p",
        "select '\\', :p",
        "select table_e'\\', :p",
        "select \"a\"\"b\", :p",
        "select 1 -- it's\n, :p",
        "select /* /* */ ' */ :p",
        "select $$ ' $$, :p",
        "select a$b, c$d, :p",
        "select x::text=:p",
        "select :p::text"
      })
  void a_parameter_after_other_syntax_is_found(String text) {
    PositionalSql sql = PositionalSql.of(text);
    assertThat(sql.text()).isEqualTo(text.replace(":p", "?"));
    assertThat(sql.parameters()).containsExactly("p");
  }
}
