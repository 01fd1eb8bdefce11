package org.meanwhile.api.problem;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of problems, each with its HTTP status (RFC 9110, section 15). */
public enum ProblemType {
  MALFORMED_REQUEST(400, "Malformed request"),
  INVALID_REQUEST(400, "Invalid request"),
  CALLBACK_REFUSED(400, "Callback refused"),
  UNKNOWN_OPERATION_ASKED(400, "Unknown operation"),
  UNKNOWN_JOB_ASKED(400, "Unknown job"),
  UNAUTHENTICATED(401, "Unauthenticated"),
  FORBIDDEN(403, "Forbidden"),
  UNKNOWN_JOB(404, "Unknown job"),
  UNKNOWN_OPERATION(404, "Unknown operation"),
  UNKNOWN_PATH(404, "Unknown path"),
  UNKNOWN_SHARE(404, "Unknown share"),
  UNKNOWN_NODE(404, "Unknown node"),
  UNKNOWN_SCHEDULE(404, "Unknown schedule"),
  UNKNOWN_LEASE(404, "Unknown lease"),
  OUTPUT_NOT_READY(404, "Output not ready"),
  NO_OUTPUT(404, "No output"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  NOT_ACCEPTABLE(406, "Not acceptable"),
  REQUEST_TIMEOUT(408, "Request timeout"),
  DIFFERENT_REQUEST(409, "Different request"),
  WRONG_STATE(409, "Wrong state"),
  STALE_VERSION(409, "Stale version"),
  INPUT_GONE(409, "Input gone"),
  LEASE_LOST(409, "Lease lost"),
  WRONG_OFFSET(409, "Wrong offset"),
  JOB_CANCELED(410, "Job canceled"),
  JOB_REMOVED(410, "Job removed"),
  JOB_EXPIRED(410, "Job expired"),
  OUTPUT_DELETED(410, "Output deleted"),
  PRECONDITION_FAILED(412, "Precondition failed"),
  CONTENT_TOO_LARGE(413, "Content too large"),
  TOO_MANY_JOBS(413, "Too many jobs"),
  URI_TOO_LONG(414, "URI too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
  RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
  MISDIRECTED_REQUEST(421, "Misdirected request"),
  IDEMPOTENCY_KEY_REUSED(422, "Idempotency key reused"),
  QUOTA_EXCEEDED(429, "Quota exceeded"),
  REQUEST_HEADER_FIELDS_TOO_LARGE(431, "Request header fields too large"),
  INTERNAL_ERROR(500, "Internal error"),
  AUTHENTICATION_UNAVAILABLE(503, "Authentication unavailable"),
  QUEUE_FULL(503, "Queue full"),
  TOO_MANY_STREAMS(503, "Too many streams"),
  TOO_MANY_ANSWERS(503, "Too many answers"),
  DATABASE_UNAVAILABLE(503, "Database unavailable");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The type that stands for an HTTP status by itself; empty when there is none. */
  public static Optional<ProblemType> ofStatus(int status) {
    return Stream.of(
            MALFORMED_REQUEST,
            UNAUTHENTICATED,
            FORBIDDEN,
            UNKNOWN_PATH,
            METHOD_NOT_ALLOWED,
            NOT_ACCEPTABLE,
            REQUEST_TIMEOUT,
            PRECONDITION_FAILED,
            CONTENT_TOO_LARGE,
            URI_TOO_LONG,
            UNSUPPORTED_MEDIA_TYPE,
            RANGE_NOT_SATISFIABLE,
            MISDIRECTED_REQUEST,
            REQUEST_HEADER_FIELDS_TOO_LARGE,
            INTERNAL_ERROR)
        .filter(type -> type.status == status)
        .findFirst();
  }

  public int status() {
    return status;
  }

  /** A few words, the same for each problem of this type. */
  public String title() {
    return title;
  }

  /** The URI reference of the type, relative to the root of the server. */
  public String uri() {
    String name = name().replaceFirst("_ASKED$", "");
    return "/problem/" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
