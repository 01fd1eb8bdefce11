package org.meanwhile.job.read;

import java.util.Optional;
import java.util.UUID;

/** Parts of ids in the canonical form of RFC 9562, section 4, in lower case. */
final class IdParts {
  private static final String FORM = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  private static final int MIN_BEGINNING_CHARS = 13;
  private static final int MIN_END_DIGITS = 8;

  private IdParts() {}

  /** Whether ids begin with a text; of fewer than 13 characters none counts. */
  static boolean isBeginning(String text) {
    return text.length() >= MIN_BEGINNING_CHARS
        && text.length() <= FORM.length()
        && isPart(text, 0);
  }

  /** The first id that begins with a text. */
  static UUID first(String beginning) {
    return filled(beginning, '0');
  }

  /** The last id that begins with a text. */
  static UUID last(String beginning) {
    return filled(beginning, 'f');
  }

  /** The text as the end of an id of 8 digits or more; its hyphens may all be left out. */
  static Optional<String> end(String text) {
    String digits = text.replace("-", "");
    if (digits.length() < MIN_END_DIGITS || digits.length() >= FORM.replace("-", "").length()) {
      return Optional.empty();
    }
    StringBuilder end = new StringBuilder();
    int next = digits.length();
    for (int i = FORM.length() - 1; next > 0; i--) {
      end.append(FORM.charAt(i) == '-' ? '-' : digits.charAt(--next));
    }
    String canonical = end.reverse().toString();
    boolean hyphensFit =
        text.equals(digits) || text.equals(canonical) || text.equals("-" + canonical);
    return hyphensFit && isPart(canonical, FORM.length() - canonical.length())
        ? Optional.of(canonical)
        : Optional.empty();
  }

  private static boolean isPart(String text, int from) {
    for (int i = 0; i < text.length(); i++) {
      boolean fits =
          FORM.charAt(from + i) == '-'
              ? text.charAt(i) == '-'
              : "0123456789abcdef".indexOf(text.charAt(i)) >= 0;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static UUID filled(String beginning, char digit) {
    String rest = FORM.substring(beginning.length()).replace('x', digit);
    return UUID.fromString(beginning + rest);
  }
}
