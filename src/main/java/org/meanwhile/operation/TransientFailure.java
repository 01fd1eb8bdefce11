package org.meanwhile.operation;

/**
 * Thrown by an operation when another attempt may succeed. The job is attempted again after a delay
 * that doubles each time ({@code meanwhile.work.back-off}), until its {@linkplain
 * OperationDefinition#maxAttempts() attempts} are used up; then it fails, and callers see the code
 * and the message.
 */
public class TransientFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * A failure with the code {@code operation-failed}.
   *
   * @param message what went wrong, for callers: no secrets, no paths of the server
   */
  public TransientFailure(String message) {
    this("operation-failed", message);
  }

  /**
   * A failure with a code of its own.
   *
   * @param code a word for programs, in lower case with hyphens, such as {@code no-such-table}
   * @param message what went wrong, for callers: no secrets, no paths of the server
   */
  public TransientFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The word for programs, in lower case with hyphens. */
  public String code() {
    return code;
  }
}
