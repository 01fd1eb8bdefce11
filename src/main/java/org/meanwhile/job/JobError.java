package org.meanwhile.job;

/**
 * Why a job failed, in words that its caller may see.
 *
 * @param status the HTTP status that fits (RFC 9110, section 15)
 * @param code a word for programs; also the last part of the problem's type
 * @param message a sentence for people; cut at 4,096 characters
 */
public record JobError(int status, String code, String message) {
  private static final int CODE_CHARS = 64;
  private static final int MESSAGE_CHARS = 4096;

  /** Cuts the texts to what is kept. */
  public JobError {
    code = code.length() <= CODE_CHARS ? code : code.substring(0, CODE_CHARS);
    message = message == null ? "" : message.replace('\0', ' ');
    if (message.length() > MESSAGE_CHARS) {
      message = message.substring(0, MESSAGE_CHARS);
    }
  }
}
