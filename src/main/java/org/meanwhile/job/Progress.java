package org.meanwhile.job;

import org.meanwhile.platform.VisibleText;

/**
 * The progress of a run, as its operation reports it.
 *
 * @param done null when the operation does not count
 * @param total null when it is not known
 * @param unit of both numbers, cut at 32 characters; null when the operation does not count
 * @param message what the run does now, cut at 255 characters; null when nothing was reported.
 *     Neither text has characters that would not be seen: U+FFFD is in their place
 */
public record Progress(Long done, Long total, String unit, String message) {
  /** Nothing was reported yet. */
  public static final Progress NONE = new Progress(null, null, null, null);

  private static final int UNIT_CHARS = 32;
  private static final int MESSAGE_CHARS = 255;

  public Progress {
    unit = cut(unit, UNIT_CHARS);
    message = cut(message, MESSAGE_CHARS);
  }

  /** From 0 to 1; null when the total is not known or not positive. */
  public Double fraction() {
    if (done == null || total == null || total <= 0) {
      return null;
    }
    return Math.min(1.0, Math.max(0.0, (double) done / total));
  }

  private static String cut(String text, int chars) {
    String clean = VisibleText.lines(text);
    if (clean == null || clean.length() <= chars) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(chars - 1)) ? chars - 1 : chars;
    return clean.substring(0, end);
  }
}
