package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.ProblemDocument;
import org.meanwhile.api.problem.ProblemType;

/** Writes problems (RFC 9457) to servlet responses, where JAX-RS has no part in the request. */
@Dependent
class ProblemWriter {
  /** Everything but slashes and the {@code pchar}s of RFC 3986, section 3.3. */
  private static final Pattern ILLEGAL =
      Pattern.compile("%(?!\\p{XDigit}{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/%-]");

  @Inject private PublicAddress address;

  /** Writes a problem of a known type. */
  void write(
      ProblemType type, String detail, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(type.status(), type.uri(), type.title(), detail, request, response);
  }

  /** Writes a problem of any type. */
  void write(
      int status,
      String type,
      String title,
      String detail,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    byte[] body =
        new ProblemDocument(type, title, status, detail, instance(request), List.of()).bytes();
    response.setStatus(status);
    response.setContentType(ProblemDocument.MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /**
   * The public path of the request as a URI reference, as RFC 9457, section 3.1.5, wants it: what
   * no URI may contain is percent-encoded. The container gives each byte of the path as one
   * character.
   */
  private String instance(HttpServletRequest request) {
    String failed = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return ILLEGAL
        .matcher(address.path(request, failed == null ? request.getRequestURI() : failed))
        .replaceAll(found -> encode(found.group()));
  }

  private static String encode(String character) {
    StringBuilder text = new StringBuilder();
    for (byte octet : character.getBytes(StandardCharsets.ISO_8859_1)) {
      text.append(String.format("%%%02X", octet));
    }
    return text.toString();
  }
}
