package org.meanwhile.api.request;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.meanwhile.job.Labels;
import org.meanwhile.platform.VisibleText;

/**
 * What a label may be. Its name has letters and digits of any script, and no colon, so that {@code
 * label=team:a:b} has one meaning: the name ends at the first colon.
 */
final class LabelSyntax {
  static final String NAME_RULE =
      "its name must be 1 to 63 letters and digits of any script, dots, hyphens, underscores and"
          + " slashes, in Unicode's normal form C";
  static final String VALUE_RULE =
      "must be a string of at most 255 characters on one line, all of them visible or spaces, and"
          + " not of spaces alone; private use and noncharacters are none";

  /** Marks belong to the letters before them: without them, Hindi could not be written. */
  private static final Pattern NAME = Pattern.compile("(?!\\p{M})[\\p{L}\\p{M}\\p{Nd}._/-]{1,63}");

  private static final int MAX_VALUE_CHARACTERS = 255;

  /** Spaces of any width. The Braille pattern without dots is a symbol that shows nothing. */
  private static final Pattern BLANK = Pattern.compile("[\\p{Z}\\u2800]+");

  private LabelSyntax() {}

  /**
   * Whether a text may name a label. The normal form is required, because two spellings of one name
   * would look alike; and a name is not changed behind its caller's back.
   */
  static boolean isName(String text) {
    return NAME.matcher(text).matches()
        && VisibleText.isLine(text)
        && Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }

  /**
   * Whether a text may be the value of a label. The empty text may: it shows that it is empty. The
   * length counts as sent and as {@linkplain #stored stored}, which may be longer.
   */
  static boolean isValue(String text) {
    return length(text) <= MAX_VALUE_CHARACTERS
        && length(stored(text)) <= MAX_VALUE_CHARACTERS
        && VisibleText.isLine(text)
        && !BLANK.matcher(text).matches()
        && text.codePoints().noneMatch(LabelSyntax::hasNoMeaning);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** What a character of private use looks like, each font decides; a noncharacter is none. */
  private static boolean hasNoMeaning(int codePoint) {
    boolean isNoncharacter =
        codePoint >= 0xFDD0 && codePoint <= 0xFDEF || (codePoint & 0xFFFE) == 0xFFFE;
    return isNoncharacter || Character.getType(codePoint) == Character.PRIVATE_USE;
  }

  /** A value as it is stored. */
  static String stored(String text) {
    return Labels.normalized(text);
  }
}
