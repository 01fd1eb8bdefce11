package org.meanwhile.platform;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of others safe to log. The message of an exception may quote what a caller sent, line
 * ends included, which would then look like lines of the server.
 */
public final class SafeLogText {
  /** Line ends of every kind, and what moves a terminal's cursor, its text direction or nothing. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private static final int MAX_CHARS = 4000;

  private SafeLogText() {}

  /**
   * The text on one line: controls are escaped like <code>&#92;u000a</code>, and beyond 4,000
   * characters the text is cut off.
   *
   * @param text null is written as {@code null}
   */
  public static String line(@Nullable Object text) {
    String full = String.valueOf(text);
    String shown = full.length() > MAX_CHARS ? full.substring(0, MAX_CHARS) + "..." : full;
    return CONTROL
        .matcher(shown)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(String.format("\\u%04x", found.group().codePointAt(0))));
  }

  /**
   * An exception that prints like the given one, its stack, causes and suppressed exceptions
   * included, but with each message on one {@link #line}.
   *
   * @return null for null
   */
  public static @Nullable Throwable trace(@Nullable Throwable thrown) {
    return thrown == null
        ? null
        : new SafeThrowable(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static final class SafeThrowable extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String text;

    SafeThrowable(Throwable original, Set<Throwable> seen) {
      super(null, cause(original, seen), true, true);
      text = line(original);
      setStackTrace(original.getStackTrace());
      for (Throwable suppressed : original.getSuppressed()) {
        if (seen.add(suppressed)) {
          addSuppressed(new SafeThrowable(suppressed, seen));
        }
      }
    }

    /** Null when the cause was seen already: causes may form a circle. */
    private static @Nullable Throwable cause(Throwable original, Set<Throwable> seen) {
      seen.add(original);
      Throwable cause = original.getCause();
      return cause == null || !seen.add(cause) ? null : new SafeThrowable(cause, seen);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
