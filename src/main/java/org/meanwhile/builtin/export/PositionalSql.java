package org.meanwhile.builtin.export;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement as JDBC wants it: with {@code ?} where the configured one has {@code :name}.
 *
 * <p>A name is a letter or {@code _}, then letters, digits or {@code _}. None is seen in {@code
 * 'text'}, {@code E'text'}, {@code "identifiers"}, {@code `identifiers`}, {@code $tag$text$tag$},
 * comments (nested ones too) and behind {@code ::}. In PostgreSQL's array slices write a space
 * behind the colon, {@code a[x: y]}; its operators with {@code ?} are written {@code ??}, as its
 * driver wants.
 *
 * @param text for a prepared statement
 * @param parameters the name for each position; a name may come more than once
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
    int at = 0;
    while (token.find(at)) {
      at = token.end();
      if (token.group("name") != null) {
        text.append(sql, copied, token.start()).append('?');
        names.add(token.group("name"));
        copied = at;
      } else if (token.group("tag") != null) {
        int end = sql.indexOf(token.group("tag"), at);
        at = end < 0 ? sql.length() : end + token.group("tag").length();
      } else if (token.group("comment") != null) {
        at = endOfComment(sql, at);
      }
    }
    return new PositionalSql(text.append(sql, copied, sql.length()).toString(), names);
  }

  private static int endOfComment(String sql, int start) {
    Matcher edge = COMMENT_EDGE.matcher(sql);
    int level = 1;
    int at = start;
    while (level > 0 && edge.find(at)) {
      level += edge.group().equals("/*") ? 1 : -1;
      at = edge.end();
    }
    return level > 0 ? sql.length() : at;
  }
}
