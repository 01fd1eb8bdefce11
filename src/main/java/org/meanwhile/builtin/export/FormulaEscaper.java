package org.meanwhile.builtin.export;

/**
 * Escapes one text so that no spreadsheet takes it for a formula (OWASP, "CSV Injection"): an
 * apostrophe is put before each character that would begin a formula. The text may come in pieces;
 * use a new instance for each text.
 *
 * <p>A spreadsheet that splits at another separator than the comma, or ignores quotes, finds cells
 * inside of a text, and skips blanks and quotes at the beginning of a cell. So a character is
 * escaped wherever only blanks and quotes are between it and a separator. The price: {@code "yes,
 * -5"} becomes {@code "yes, '-5"}.
 */
final class FormulaEscaper {
  /** East Asian spreadsheets take the full-width forms for the same characters. */
  private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

  private static final String SEPARATORS = ";,|\t\r\n";
  private static final String DANGEROUS_AT_START = "\t\r\n";
  private static final String QUOTES = "\"'";

  private boolean started;
  private boolean inCell;

  /** Returns the next piece of the text, escaped. */
  String escape(String piece) {
    StringBuilder escaped = null;
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (startsFormula(c)) {
        if (escaped == null) {
          escaped = new StringBuilder(piece.length() + 16).append(piece, 0, i);
        }
        escaped.append('\'');
      }
      if (escaped != null) {
        escaped.append(c);
      }
      started = true;
      inCell = SEPARATORS.indexOf(c) < 0 && (inCell || !isSkipped(c));
    }
    return escaped == null ? piece : escaped.toString();
  }

  private boolean startsFormula(char c) {
    return !inCell && FORMULA_STARTS.indexOf(c) >= 0
        || !started && DANGEROUS_AT_START.indexOf(c) >= 0;
  }

  private static boolean isSkipped(char c) {
    return QUOTES.indexOf(c) >= 0
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
