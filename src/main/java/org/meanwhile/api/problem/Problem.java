package org.meanwhile.api.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meanwhile.operation.catalogue.Violation;

/**
 * Why a request is refused (RFC 9457). Thrown anywhere in {@code api}; {@link ProblemResponses}
 * makes it a response.
 */
public class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Bounds the response, however many parts of a request are wrong. */
  private static final int MAX_ERRORS = 100;

  private final ProblemType type;
  private final transient List<Violation> errors;
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private final transient Map<String, String> members = new LinkedHashMap<>();

  /**
   * @param detail a sentence for the developer of the client; names no class and no secret
   */
  public Problem(ProblemType type, String detail) {
    this(type, detail, List.of());
  }

  private Problem(ProblemType type, String detail, List<Violation> errors) {
    super(detail, null, false, false);
    this.type = type;
    this.errors = errors;
  }

  /**
   * 400 for a request that can be read and is not valid.
   *
   * @param errors what is wrong, at least one; the first 100 are sent
   */
  public static Problem invalid(List<Violation> errors) {
    String detail =
        errors.size() == 1
            ? "one part of the request is not as it must be"
            : errors.size() + " parts of the request are not as they must be";
    return new Problem(
        ProblemType.INVALID_REQUEST,
        detail,
        errors.subList(0, Math.min(MAX_ERRORS, errors.size())));
  }

  /**
   * 400 for a request of which several parts are refused for the same reason.
   *
   * @param errors where, at least one; the first 100 are sent
   */
  public static Problem refused(ProblemType type, List<Violation> errors) {
    return new Problem(
        type,
        type.title().toLowerCase(Locale.ROOT),
        errors.subList(0, Math.min(MAX_ERRORS, errors.size())));
  }

  /**
   * 415 that names what the resource takes (RFC 9110, section 15.5.16).
   *
   * @param types media types, at least one
   */
  public static Problem unsupportedType(String detail, String... types) {
    return new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail)
        .with("Accept", String.join(", ", types));
  }

  /** 404: there is no job of this id that the caller may see, or no record of it any more. */
  public static Problem unknownJob() {
    return new Problem(
        ProblemType.UNKNOWN_JOB, "there is no such job, or no record of it any more");
  }

  /**
   * Adds {@code Retry-After} (RFC 9110, section 10.2.3) to the response.
   *
   * @param wait rounded up to whole seconds, at least 1
   * @return this
   */
  public Problem retryAfter(Duration wait) {
    return with("Retry-After", Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds()));
  }

  /**
   * Adds a header field to the response.
   *
   * @return this
   */
  public Problem with(String field, Object value) {
    headers.put(field, value.toString());
    return this;
  }

  /**
   * Adds a member to the document (RFC 9457, section 3.2).
   *
   * @param json its value as JSON text
   * @return this
   */
  public Problem withMember(String name, String json) {
    members.put(name, json);
    return this;
  }

  public ProblemType type() {
    return type;
  }

  /**
   * The body of the response.
   *
   * @param instance the path of the request, as a URI reference
   */
  ProblemDocument document(String instance) {
    return new ProblemDocument(
        type.uri(), type.title(), type.status(), getMessage(), instance, errors, members);
  }

  /** What exactly is not valid; empty for most problems. */
  public List<Violation> errors() {
    return errors;
  }

  /** The header fields of the response, by name. */
  public Map<String, String> headers() {
    return headers;
  }
}
