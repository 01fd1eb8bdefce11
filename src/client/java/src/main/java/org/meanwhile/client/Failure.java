package org.meanwhile.client;

import java.util.regex.Pattern;

/** Thrown by a {@link Handler} to let the attempt fail in the operation's own words. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private static final Pattern CODE = Pattern.compile("(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*");

  private final String code;
  private final boolean retry;

  private Failure(String code, String message, boolean retry) {
    super(message);
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("no code: " + code);
    }
    this.code = code;
    this.retry = retry;
  }

  /**
   * The job fails: another attempt would fail as well.
   *
   * @param code the operation's own word: lower-case letters, digits and single hyphens
   */
  public static Failure permanent(String code, String message) {
    return new Failure(code, message, false);
  }

  /**
   * Another attempt may succeed.
   *
   * @param code as in {@link #permanent}
   */
  public static Failure transitory(String code, String message) {
    return new Failure(code, message, true);
  }

  /** The operation's own word, for programs. */
  public String code() {
    return code;
  }

  /** Whether another attempt may succeed. */
  public boolean retry() {
    return retry;
  }
}
