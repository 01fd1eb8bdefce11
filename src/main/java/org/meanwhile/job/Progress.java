package org.meanwhile.job;

/**
 * How far a run has come, as its operation says.
 *
 * @param done how much is done
 * @param total how much there is; null when that is not known
 * @param unit what is counted; null when nothing is
 * @param message what is being done; null when nothing was said
 */
public record Progress(Long done, Long total, String unit, String message) {
  /** Nothing said yet. */
  public static final Progress NONE = new Progress(null, null, null, null);

  private static final int UNIT_CHARS = 32;
  private static final int MESSAGE_CHARS = 255;

  /** Cuts the texts to what is kept. */
  public Progress {
    unit = cut(unit, UNIT_CHARS);
    message = cut(message, MESSAGE_CHARS);
  }

  /** The share that is done, from 0 to 1; null when it cannot be known. */
  public Double fraction() {
    if (done == null || total == null || total <= 0) {
      return null;
    }
    return Math.min(1.0, Math.max(0.0, (double) done / total));
  }

  private static String cut(String text, int chars) {
    String clean = text == null ? null : text.replace('\0', ' ');
    if (clean == null || clean.length() <= chars) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(chars - 1)) ? chars - 1 : chars;
    return clean.substring(0, end);
  }
}
