package org.meanwhile.jobs;

import java.util.List;

/** Thrown when a request for a job is refused; nothing of it is stored then. */
public class JobRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final int status;
  private final transient List<Fault> faults;

  /**
   * A part of the request that is not valid.
   *
   * @param pointer where, as a JSON Pointer (RFC 6901) into the request as it would be sent over
   *     HTTP, such as {@code /input/width}
   */
  public record Fault(String pointer, String detail) {}

  public JobRefused(String type, int status, String detail, List<Fault> faults) {
    super(faults.isEmpty() ? detail : detail + ": " + faults);
    this.type = type;
    this.status = status;
    this.faults = List.copyOf(faults);
  }

  /** The problem type, such as {@code /problem/quota-exceeded} (RFC 9457). */
  public String type() {
    return type;
  }

  /** The status that a client would get over HTTP. */
  public int status() {
    return status;
  }

  /** All that is not valid; empty when the request is refused for another reason. */
  public List<Fault> faults() {
    return faults;
  }
}
