package org.meanwhile.api.request;

import jakarta.ws.rs.core.HttpHeaders;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

/**
 * Content codings (RFC 9110, section 8.4), of which a request may have none: read as plain bytes, a
 * compressed file would give a wrong result.
 */
final class ContentCoding {
  private ContentCoding() {}

  /**
   * Requires a body or a part of a form to be as it is.
   *
   * @param field the field {@code Content-Encoding}; null when there is none
   * @throws Problem 415 when it names a coding
   */
  static void requireNone(String field) {
    if (field != null && !field.isBlank() && !field.strip().equalsIgnoreCase("identity")) {
      throw new Problem(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "a body is accepted without a content coding only")
          .with(HttpHeaders.ACCEPT_ENCODING, "identity");
    }
  }
}
