package org.meanwhile.operation;

/**
 * Thrown by an operation to fail its job, because another attempt would fail as well. Callers see
 * the code and the message.
 */
public class PermanentFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int INTERNAL = 500;

  private final String code;
  private final int status;

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
    this(INTERNAL, code, message);
  }

  /**
   * A failure with a code and an HTTP status of its own.
   *
   * @param status the member {@code status} of the job's error, from 400 to 599; 500 where nothing
   *     else fits
   * @param code a word for programs, in lower case with hyphens, such as {@code no-such-table}
   * @param message what went wrong, for callers: no secrets, no paths of the server
   */
  public PermanentFailure(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The HTTP status of the job's error. */
  public int status() {
    return status;
  }

  /** The word for programs, in lower case with hyphens. */
  public String code() {
    return code;
  }
}
