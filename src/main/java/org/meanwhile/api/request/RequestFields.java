package org.meanwhile.api.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.http.Prefer;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.TraceContext;

/** The fields of a JAX-RS request as the values that {@code api.http} makes of them. */
public final class RequestFields {
  private RequestFields() {}

  /** {@code If-Match} and {@code If-None-Match}. */
  public static Conditions conditions(HttpHeaders headers) {
    return Conditions.of(
        headers.getRequestHeader(HttpHeaders.IF_MATCH),
        headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH));
  }

  /** Whether the request has {@code If-Match} or {@code If-None-Match}. */
  public static boolean isConditional(HttpHeaders headers) {
    return headers.getHeaderString(HttpHeaders.IF_MATCH) != null
        || headers.getHeaderString(HttpHeaders.IF_NONE_MATCH) != null;
  }

  /**
   * Requires that the request names no version, of a resource that exists and has no tags (RFC
   * 9110, sections 13.1.1 and 13.1.2): only {@code If-Match: *} holds.
   *
   * @throws Problem 412
   */
  public static void requireNoTags(HttpHeaders headers) {
    String match = headers.getHeaderString(HttpHeaders.IF_MATCH);
    String noneMatch = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    if (match != null && !match.strip().equals("*")) {
      throw new Problem(
          ProblemType.PRECONDITION_FAILED, "If-Match holds for * only: there are no tags here");
    }
    if (noneMatch != null && noneMatch.strip().equals("*")) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "If-None-Match does not hold: it exists");
    }
  }

  /**
   * A parameter of the query that is true or false; false when it is not there.
   *
   * @throws Problem 400 when it is neither, or there twice
   */
  public static boolean flag(MultivaluedMap<String, String> query, String name) {
    return switch (String.join(",", query.getOrDefault(name, List.of("false")))) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw Problem.invalid(
              List.of(new Violation(Pointer.ROOT.member(name).text(), "must be true or false")));
    };
  }

  /** The trace that the request is part of ({@code traceparent}); empty when there is none. */
  static Optional<TraceContext> trace(HttpHeaders headers) {
    return TraceContext.parse(
        lines(headers, TraceContext.PARENT), lines(headers, TraceContext.STATE));
  }

  /** JAX-RS gives null for a field that is absent. */
  private static List<String> lines(HttpHeaders headers, String name) {
    List<String> lines = headers.getRequestHeader(name);
    return lines == null ? List.of() : lines;
  }

  /** How long the response may be held ({@code Prefer: wait}); empty when it may not. */
  public static Optional<Duration> wait(HttpHeaders headers) {
    return Prefer.wait(headers.getRequestHeader(Prefer.FIELD));
  }

  /** Whether the client prefers to poll at {@code /job/{id}/monitor}. */
  public static boolean prefersMonitor(HttpHeaders headers) {
    return Prefer.monitor(headers.getRequestHeader(Prefer.FIELD));
  }

  /**
   * The operation that the query names, for a body that is only its file.
   *
   * @throws Problem 400 when it names several
   */
  public static Optional<String> operation(UriInfo uri) {
    List<String> names = uri.getQueryParameters().getOrDefault("operation", List.of());
    if (names.size() > 1) {
      throw Problem.invalid(List.of(new Violation("/operation", "may be there once only")));
    }
    return names.stream().findFirst();
  }
}
