package org.meanwhile.job.schedule;

/** Thrown when a fire cannot make its job for now, or never will. */
public class RefusedFire extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code the last part of the URI of a problem's type
   * @param detail a sentence for the caller
   */
  public RefusedFire(String code, String detail) {
    super(detail);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
