package org.meanwhile.builtin.export;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement in the syntax of JDBC: with {@code ?} where the configured statement has {@code
 * :name}.
 *
 * <p>A name is a letter or {@code _}, followed by letters, digits or {@code _}. Names are not
 * replaced in {@code 'text'}, {@code E'text'}, {@code "identifiers"}, {@code `identifiers`}, {@code
 * $tag$text$tag$} and comments (nested ones too), and after {@code ::}. In array slices of
 * PostgreSQL write a space after the colon, {@code a[x: y]}; write its operators with {@code ?} as
 * {@code ??}, as its driver needs.
 *
 * @param text the text of a prepared statement
 * @param parameters the name for each position; a name may occur more than once
 */
record PositionalSql(String text, List<String> parameters) {
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?<![A-Za-z0-9_$])[eE]'(?:[^'\\\\]|\\\\.|'')*+(?:'|$)
          |'[^']*+(?:'|$)
          |"[^"]*+(?:"|$)
          |`[^`]*+(?:`|$)
          |--[^\\n]*+
          |(?<![A-Za-z0-9_$])(?<tag>\\$(?:[A-Za-z_][A-Za-z0-9_]*+)?\\$)
          |(?<comment>/\\*)
          |::
          |:(?<name>[A-Za-z_][A-Za-z0-9_]*+)
          """,
          Pattern.COMMENTS | Pattern.DOTALL);
  private static final Pattern COMMENT_EDGE = Pattern.compile("/\\*|\\*/");

  static PositionalSql of(String sql) {
    StringBuilder text = new StringBuilder();
    List<String> names = new ArrayList<>();
    Matcher token = TOKEN.matcher(sql);
    int copied = 0;
    int position = 0;
    while (token.find(position)) {
      position = token.end();
      if (token.group("name") != null) {
        text.append(sql, copied, token.start()).append('?');
        names.add(token.group("name"));
        copied = position;
      } else if (token.group("tag") != null) {
        int end = sql.indexOf(token.group("tag"), position);
        position = end < 0 ? sql.length() : end + token.group("tag").length();
      } else if (token.group("comment") != null) {
        position = endOfComment(sql, position);
      }
    }
    return new PositionalSql(text.append(sql, copied, sql.length()).toString(), names);
  }

  private static int endOfComment(String sql, int start) {
    Matcher edge = COMMENT_EDGE.matcher(sql);
    int level = 1;
    int position = start;
    while (level > 0 && edge.find(position)) {
      level += edge.group().equals("/*") ? 1 : -1;
      position = edge.end();
    }
    return level > 0 ? sql.length() : position;
  }
}
