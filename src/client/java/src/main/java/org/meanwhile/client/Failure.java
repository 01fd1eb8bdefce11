package org.meanwhile.client;

/** Thrown by a {@link Handler} to let the attempt fail in the operation's own words. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final boolean retry;

  private Failure(String code, String message, boolean retry) {
    super(message);
    this.code = code;
    this.retry = retry;
  }

  /** The job fails: another attempt would fail as well. */
  public static Failure permanent(String code, String message) {
    return new Failure(code, message, false);
  }

  /** Another attempt may succeed. */
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
