package org.meanwhile.builtin.export;

/**
 * Keeps one text from being a formula to a spreadsheet (OWASP, "CSV Injection"): an apostrophe goes
 * before what would begin one. The text may come in pieces.
 *
 * <p>A spreadsheet that splits at another separator than the comma, or does not know quotes, finds
 * cells inside of a text, and skips blanks and quotes at their beginnings: so each place counts
 * before which nothing stands but these. That {@code "yes, -5"} becomes {@code "yes, '-5"} is the
 * price.
 */
final class FormulaEscaper {
  /** Spreadsheets of East Asia take the wide forms for the same. */
  private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

  private static final String SEPARATORS = ";,|\t\r\n";
  private static final String FIRST = "\t\r\n";
  private static final String QUOTES = "\"'";

  private boolean begun;
  private boolean inCell;

  /** The next piece of it, safe. */
  String defused(String piece) {
    StringBuilder safe = null;
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (isDanger(c)) {
        if (safe == null) {
          safe = new StringBuilder(piece.length() + 16).append(piece, 0, i);
        }
        safe.append('\'');
      }
      if (safe != null) {
        safe.append(c);
      }
      begun = true;
      inCell = SEPARATORS.indexOf(c) < 0 && (inCell || !isSkipped(c));
    }
    return safe == null ? piece : safe.toString();
  }

  private boolean isDanger(char c) {
    return !inCell && FORMULA.indexOf(c) >= 0 || !begun && FIRST.indexOf(c) >= 0;
  }

  private static boolean isSkipped(char c) {
    return QUOTES.indexOf(c) >= 0
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
