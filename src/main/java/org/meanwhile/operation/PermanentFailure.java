package org.meanwhile.operation;

/** The work failed, and would fail again. Its code and message are shown to callers. */
public class PermanentFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param message what went wrong, for callers; no secrets, no paths of the server
   */
  public PermanentFailure(String message) {
    this("operation-failed", message);
  }

  /**
   * @param code a word for programs, in lower case with hyphens, such as {@code no-such-table}
   * @param message what went wrong, for callers; no secrets, no paths of the server
   */
  public PermanentFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  /** A word for programs. */
  public String code() {
    return code;
  }
}
