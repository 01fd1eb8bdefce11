package org.meanwhile.api.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meanwhile.operation.catalogue.Violation;

/**
 * Why a request is not answered as it wishes: thrown anywhere in this room, made an answer by
 * {@link ProblemMapper}.
 */
public class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** More than anybody reads: an answer does not grow with what is wrong with a request. */
  private static final int MOST_ERRORS = 100;

  private final ProblemType type;
  private final transient List<Violation> errors;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  /**
   * @param detail a sentence for the client's developer
   */
  public Problem(ProblemType type, String detail) {
    this(type, detail, List.of());
  }

  private Problem(ProblemType type, String detail, List<Violation> errors) {
    super(detail, null, false, false);
    this.type = type;
    this.errors = errors;
  }

  /** A request that can be read and cannot be granted, with its reasons. */
  public static Problem invalid(List<Violation> errors) {
    String detail =
        errors.size() == 1
            ? "one part of the request is not as it must be"
            : errors.size() + " parts of the request are not as they must be";
    return new Problem(
        ProblemType.INVALID_REQUEST,
        detail,
        errors.subList(0, Math.min(MOST_ERRORS, errors.size())));
  }

  /** There is no job of this id that the caller may see, or no record of it any more. */
  public static Problem unknownJob() {
    return new Problem(
        ProblemType.UNKNOWN_JOB, "there is no such job, or no record of it any more");
  }

  /** The same with {@code Retry-After}: whole seconds, rounded up, 1 or more (RFC 9110, 10.2.3). */
  public Problem retryAfter(Duration wait) {
    return with("Retry-After", Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds()));
  }

  /** The same with a header field for the answer. */
  public Problem with(String header, Object value) {
    headers.put(header, value.toString());
    return this;
  }

  /** Its kind. */
  public ProblemType type() {
    return type;
  }

  /**
   * The document that the client reads.
   *
   * @param instance the path of the request, as a URI reference
   */
  ProblemDocument document(String instance) {
    return new ProblemDocument(
        type.uri(), type.title(), type.status(), getMessage(), instance, errors);
  }

  /** Header fields for the answer. */
  public Map<String, String> headers() {
    return headers;
  }
}
