package org.meanwhile.api.request;

import java.text.Normalizer;
import java.util.regex.Pattern;
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
      "must be a string of at most 255 characters on one line, all of them visible";

  /** Marks belong to the letters before them: without them, Hindi could not be written. */
  private static final Pattern NAME = Pattern.compile("(?!\\p{M})[\\p{L}\\p{M}\\p{Nd}._/-]{1,63}");

  private static final int MAX_VALUE_CHARACTERS = 255;

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

  static boolean isValue(String text) {
    return text.codePointCount(0, text.length()) <= MAX_VALUE_CHARACTERS
        && VisibleText.isLine(text);
  }
}
