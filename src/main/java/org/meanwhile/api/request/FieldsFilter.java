package org.meanwhile.api.request;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.HttpDate;

/**
 * Checks a few header fields as RFC 9110 defines them, before JAX-RS, which reads them differently,
 * fails on them or ignores them.
 */
@Provider
@PreMatching
public class FieldsFilter implements ContainerRequestFilter {
  /** JAX-RS reads a weight in any media type, and fails on a malformed one. */
  private static final Pattern WEIGHT = Pattern.compile("0(?:[.][0-9]{0,3})?|1(?:[.]0{0,3})?");

  /** The resources of these methods evaluate {@code If-Match: *} themselves. */
  private static final Set<String> CHANGING = Set.of("PUT", "PATCH", "DELETE");

  /** What these do cannot be undone by a client whose condition was not read. */
  private static final Set<String> UNSAFE = Set.of("POST", "PUT", "PATCH", "DELETE");

  private static final String CONTENT_RANGE = "Content-Range";

  @Inject private Clock clock;

  private static boolean isWeightSound(MediaType type) {
    String weight = type == null ? null : type.getParameters().get("q");
    return weight == null || WEIGHT.matcher(weight).matches();
  }

  /** JAX-RS reads each form of a date in its own way; a date that is none is ignored (13.1.3). */
  private void normalizeDate(ContainerRequestContext request, String field) {
    String date = request.getHeaderString(field);
    if (date == null) {
      return;
    }
    try {
      request.getHeaders().putSingle(field, HttpDate.of(HttpDate.parse(date, clock.instant())));
    } catch (DateTimeException e) {
      request.getHeaders().remove(field);
    }
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!isWeightSound(request.getMediaType())) {
      throw new Problem(ProblemType.MALFORMED_REQUEST, "Content-Type cannot be read");
    }
    if (request.getMethod().equals("PUT") && request.getHeaderString(CONTENT_RANGE) != null) {
      // Section 14.5: a part must not be taken for the whole.
      throw new Problem(
          ProblemType.MALFORMED_REQUEST, "PUT takes whole requests only, without Content-Range");
    }
    ContentCoding.requireNone(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
    String match = request.getHeaderString(HttpHeaders.IF_MATCH);
    if (match != null && match.strip().equals("*") && !CHANGING.contains(request.getMethod())) {
      // Section 13.1.1: * holds for whatever exists, and what does not exist is 404 anyway.
      request.getHeaders().remove(HttpHeaders.IF_MATCH);
    }
    if (match != null) {
      replace(request, HttpHeaders.IF_MATCH, Conditions.withoutEmptyElements(match));
      // Section 13.1.4: the tags decide, where there are some.
      request.getHeaders().remove(HttpHeaders.IF_UNMODIFIED_SINCE);
    }
    normalizeDate(request, HttpHeaders.IF_MODIFIED_SINCE);
    normalizeDate(request, HttpHeaders.IF_UNMODIFIED_SINCE);
    String noneMatch = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    if (noneMatch != null && !Conditions.isWellFormed(noneMatch)) {
      if (UNSAFE.contains(request.getMethod())) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "If-None-Match cannot be read");
      }
      // Malformed tags match nothing: the client only gets a body that its cache may have.
      request.getHeaders().remove(HttpHeaders.IF_NONE_MATCH);
    } else if (noneMatch != null) {
      replace(request, HttpHeaders.IF_NONE_MATCH, Conditions.withoutEmptyElements(noneMatch));
    }
  }

  private static void replace(ContainerRequestContext request, String field, String value) {
    request.getHeaders().computeIfPresent(field, (name, lines) -> new ArrayList<>(List.of(value)));
  }
}
