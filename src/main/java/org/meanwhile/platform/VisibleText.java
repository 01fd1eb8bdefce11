package org.meanwhile.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells text that shows what it is from text that does not: characters that nobody sees can make
 * two names look alike, turn the order of what stands beside them ({@code exe.gpj} for {@code
 * jpg.exe}), move a terminal's cursor, or carry a message.
 *
 * <p>Hidden are controls, line and paragraph separators, half surrogate pairs, and what Unicode
 * lists as format characters or as ignorable: bidi embeddings, overrides, isolates and marks, zero
 * width and soft hyphen, byte order mark, tags, fillers. The bidi algorithm orders Arabic and
 * Hebrew without them.
 *
 * <p>Not hidden are the ones that scripts need where they need them. The joiners (U+200C and
 * U+200D) spell Persian and Indic words and join emoji: allowed between two characters, unless both
 * are Latin or ASCII. Variation selectors choose the form of an emoji, an ideograph or a Mongolian
 * letter: allowed behind such a character, one at a time. Arabic number signs are format characters
 * in name only. The price: flags of regions, which are spelt by tags, are refused, and so are break
 * opportunities in Thai and Khmer (U+200B).
 */
public final class VisibleText {
  private static final String JOINER = "[\\u200C\\u200D]";
  private static final String SELECTOR =
      "[\\uFE00-\\uFE0F\\x{E0100}-\\x{E01EF}\\u180B-\\u180D\\u180F]";

  /** Format characters but the joiners and the number signs, which are seen. */
  private static final String FORMAT =
      "[\\p{Cf}&&[^\\u200C\\u200D\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2"
          + "\\x{110BD}\\x{110CD}]]";

  /** The rest of Default_Ignorable_Code_Point, code points reserved for it included. */
  private static final String IGNORABLE =
      "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u2065\\u3164\\uFFA0\\uFFF0-\\uFFF8"
          + "\\x{E0000}-\\x{E00FF}\\x{E01F0}-\\x{E0FFF}";

  private static final String LATIN = "[\\p{ASCII}\\p{IsLatin}]";

  private static final String HIDDEN =
      String.join(
          "|",
          "[\\p{Cs}\\p{Zl}\\p{Zp}" + FORMAT + IGNORABLE + "]",
          "\\A" + JOINER,
          "(?<=" + JOINER + ")" + JOINER,
          JOINER + "\\z",
          "(?<=" + LATIN + ")" + JOINER + "(?=" + LATIN + ")",
          "\\A" + SELECTOR,
          "(?<=" + SELECTOR + ")" + SELECTOR,
          "(?<=" + JOINER + ")" + SELECTOR,
          // Digits, # and * become keycaps.
          "(?<=[\\p{ASCII}&&[^0-9#*]])" + SELECTOR);

  private static final Pattern IN_A_LINE = Pattern.compile("\\p{Cc}|" + HIDDEN);
  private static final Pattern IN_LINES = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|" + HIDDEN);

  private static final String REPLACEMENT = "\uFFFD";

  private VisibleText() {}

  /** Whether a text is one line without hidden characters; true for the empty text. */
  public static boolean isLine(String text) {
    return isPlain(text) || !IN_A_LINE.matcher(text).find();
  }

  /** The text on one line, with the replacement for each hidden character and each control. */
  public static String line(String text, String replacement) {
    return isPlain(text) ? text : IN_A_LINE.matcher(text).replaceAll(replacement);
  }

  /**
   * The text with U+FFFD for each hidden character and each control but line feeds and tabs.
   *
   * @return null for null
   */
  public static @Nullable String lines(@Nullable String text) {
    return text == null || isPlain(text) ? text : IN_LINES.matcher(text).replaceAll(REPLACEMENT);
  }

  /** Most texts are visible ASCII, which needs no pattern. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }
}
