package org.meanwhile.job;

import java.util.Optional;
import org.meanwhile.platform.VisibleText;

/**
 * Why a job failed, in words that its caller may see.
 *
 * @param status the HTTP status that fits (RFC 9110, section 15)
 * @param code for programs, also the last part of the problem's type; cut at 64 characters
 * @param message for people; cut at 4,096 characters, with U+FFFD for what would not be seen
 * @param job the other job because of which this one failed; empty for most
 */
public record JobError(int status, String code, String message, Optional<JobId> job) {
  private static final int CODE_CHARS = 64;
  private static final int MESSAGE_CHARS = 4096;

  public JobError {
    code = code.length() <= CODE_CHARS ? code : code.substring(0, CODE_CHARS);
    message = message == null ? "" : VisibleText.lines(message);
    if (message.length() > MESSAGE_CHARS) {
      message = message.substring(0, MESSAGE_CHARS);
    }
  }

  public JobError(int status, String code, String message) {
    this(status, code, message, Optional.empty());
  }
}
