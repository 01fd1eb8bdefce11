package org.meanwhile.database;

/**
 * Patterns for LIKE. Their escape character is the backslash, which both databases take without an
 * ESCAPE clause.
 */
public final class LikePattern {
  private LikePattern() {}

  /** The text as a pattern that matches nothing else. */
  public static String literal(String text) {
    return text.replaceAll("([\\\\%_])", "\\\\$1");
  }

  /** A pattern that matches what has this text in it. */
  public static String containing(String text) {
    return "%" + literal(text) + "%";
  }

  /** A pattern that matches what ends with this text. */
  public static String endingWith(String text) {
    return "%" + literal(text);
  }
}
