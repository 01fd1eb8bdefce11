package org.meanwhile.job.read;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the line of an error's message that explains the failure. */
final class FailureLine {
  private static final int MAX_CHARS = 512;

  /** Words by which programs of all kinds begin to tell what went wrong. */
  private static final Pattern ERROR =
      Pattern.compile(
          "\\b\\w*(?:error|exception|fault)\\b|\\bfail(?:ed|s|ure)?\\b|\\bfatal\\b|\\bpanic\\b"
              + "|\\bdenied\\b|\\brefused\\b|\\brejected\\b|\\bnot found\\b|\\bno such\\b"
              + "|\\bcan(?:not|'t| not)\\b|\\bcould not\\b|\\bunable\\b|\\binvalid\\b"
              + "|\\btimed? ?out\\b|\\bkilled\\b|\\bout of\\b|\\bmissing\\b|\\bunknown\\b",
          Pattern.CASE_INSENSITIVE);

  /** Frames of stacks, of Java, Python, JavaScript, Go, Rust and C#, and what is around them. */
  private static final Pattern FRAME =
      Pattern.compile(
          "at\\s+\\S.*|\\.{3} \\d+ (?:more|common frames.*)|File \".*\", line \\d+.*"
              + "|Traceback \\(most recent call last\\):?|goroutine \\d+ \\[.*|\\S+\\.go:\\d+.*"
              + "|\\d+:\\s+(?:0x)?[0-9a-f]+ - .*|stack backtrace:|note: run with .*"
              + "|[~^-]+|\\S+\\(\\) \\[0x[0-9a-f]+\\]|Stack trace:?|#\\d+\\s+.*",
          Pattern.CASE_INSENSITIVE);

  /** How a program ended, which says least of why. */
  private static final Pattern END =
      Pattern.compile(
          "make(?:\\[\\d+\\])?: \\*\\*\\* .*|.{0,80}\\b(?:exit(?:ed)?|ended|returned)\\b[^\\d]{0,40}\\d+\\.?"
              + "|BUILD FAILED|FAILED",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** A path, but no fraction such as 3/4: it has a letter, a dot or a tilde in its first part. */
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w/])(?:[A-Za-z]:\\\\|~?/|\\.{1,2}/|\\w+:/)[^\\s\"'`,;:()\\[\\]]+");

  /** A word of letters and digits that names one of many: at least six characters. */
  private static final Pattern NAME = Pattern.compile("\\b(?=\\w*\\d)(?=\\w*\\p{L})[\\w]{6,}\\b");

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private FailureLine() {}

  /**
   * The last line that looks like an error and is no frame of a stack, else the last line that is
   * none, else the first line. At most 512 characters of it; empty for an empty message.
   */
  static String of(String message) {
    List<String> lines =
        message.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String last = "";
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      if (!FRAME.matcher(line).matches()) {
        if (ERROR.matcher(line).find() && !END.matcher(line).matches()) {
          return cut(line);
        }
        last = last.isEmpty() ? line : last;
      }
    }
    return cut(last.isEmpty() && !lines.isEmpty() ? lines.get(0) : last);
  }

  /** Half a surrogate pair is not a character: a pair that does not fit is left out. */
  private static String cut(String line) {
    if (line.length() <= MAX_CHARS) {
      return line;
    }
    boolean inPair = Character.isHighSurrogate(line.charAt(MAX_CHARS - 1));
    return line.substring(0, inPair ? MAX_CHARS - 1 : MAX_CHARS);
  }

  /**
   * The line without what differs from one failure to the next of the same cause: ids, paths, names
   * with digits in them, numbers.
   */
  static String cause(String line) {
    String cause = ID.matcher(line).replaceAll("#");
    cause = PATH.matcher(cause).replaceAll("/");
    cause = NAME.matcher(cause).replaceAll("#");
    cause = NUMBER.matcher(cause).replaceAll("#");
    return SPACES.matcher(cause).replaceAll(" ");
  }
}
