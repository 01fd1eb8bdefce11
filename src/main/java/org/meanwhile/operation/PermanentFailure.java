package org.meanwhile.operation;

/**
 * Thrown by an operation to fail its job, because another attempt would fail as well. Callers see
 * the code and the message.
 */
public class PermanentFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * A failure with the code {@code operation-failed}.
   *
   * @param message what went wrong, for callers: no secrets, no paths of the server
   */
  public PermanentFailure(String message) {
    this("operation-failed", message);
  }

  /**
   * A failure with a code of its own.
   *
   * @param code a word for programs, in lower case with hyphens, such as {@code no-such-table}
   * @param message what went wrong, for callers: no secrets, no paths of the server
   */
  public PermanentFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The word for programs, in lower case with hyphens. */
  public String code() {
    return code;
  }
}
