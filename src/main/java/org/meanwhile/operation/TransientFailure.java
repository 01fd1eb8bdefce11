package org.meanwhile.operation;

/**
 * The work failed, but another attempt may succeed: tried again, later and later, until the
 * attempts are used up.
 */
public class TransientFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param message what went wrong, for callers; no secrets, no paths of the server
   */
  public TransientFailure(String message) {
    this("operation-failed", message);
  }

  /**
   * @param code a word for programs, in lower case with hyphens
   * @param message what went wrong, for callers; no secrets, no paths of the server
   */
  public TransientFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  /** A word for programs. */
  public String code() {
    return code;
  }
}
