package org.meanwhile.platform;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What goes into the log of exceptions that others made. The message of such a one may quote what a
 * caller sent, line ends included, and would so write lines of its own.
 */
public final class SafeLogText {
  /** Line ends of every kind, and what moves a terminal's cursor. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E]");

  private static final int MOST_CHARS = 4000;

  private SafeLogText() {}

  /** The text on one line, and not for ever. */
  public static String line(Object text) {
    String whole = String.valueOf(text);
    String shown = whole.length() > MOST_CHARS ? whole.substring(0, MOST_CHARS) + "..." : whole;
    return CONTROL
        .matcher(shown)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(String.format("\\u%04x", (int) found.group().charAt(0))));
  }

  /**
   * The same exception to be logged: its stack and causes, and of each the message on one line.
   *
   * @return null for null
   */
  public static Throwable trace(Throwable thrown) {
    return thrown == null
        ? null
        : new Shown(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /** Prints as the one that it stands for. */
  private static final class Shown extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String text;

    Shown(Throwable original, Set<Throwable> seen) {
      super(null, cause(original, seen), true, true);
      text = line(original);
      setStackTrace(original.getStackTrace());
      for (Throwable suppressed : original.getSuppressed()) {
        if (seen.add(suppressed)) {
          addSuppressed(new Shown(suppressed, seen));
        }
      }
    }

    /** Causes may go round in circles. */
    private static Throwable cause(Throwable original, Set<Throwable> seen) {
      seen.add(original);
      Throwable cause = original.getCause();
      return cause == null || !seen.add(cause) ? null : new Shown(cause, seen);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
