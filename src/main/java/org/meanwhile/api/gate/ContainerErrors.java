package org.meanwhile.api.gate;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.ProblemDocument;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.CauseChain;
import org.meanwhile.platform.SafeLogText;

/**
 * Says as a problem (RFC 9457) what the container found wrong before or beside JAX-RS: web.xml
 * names this servlet as its page for every error.
 *
 * <p>Nobody looked at how a request is framed that did not come by the {@link RequestPipeline}: its
 * connection ends with the answer, so that nothing behind it is read as the next request.
 *
 * <p>Of what the container knows only the status and the path are told; its message and its
 * exception may name classes.
 */
@WebServlet("/container-errors")
public class ContainerErrors extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** All but the {@code pchar}s of RFC 3986, section 3.3 and slashes. */
  private static final Pattern ILLEGAL =
      Pattern.compile("%(?!\\p{XDigit}{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/%-]");

  private static final Logger LOG = System.getLogger(ContainerErrors.class.getName());

  @Inject private transient SecurityHeaders securityHeaders;

  /** Of any method: an error page is asked with the method of the request that failed. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    // Asked for by itself, outside of an error, this path is like any other that does not exist.
    var found = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    var status = found == null ? HttpServletResponse.SC_NOT_FOUND : found;
    var type = ProblemType.ofStatus(status);
    var failure = isFault(status) ? Optional.of(UUID.randomUUID()) : Optional.<UUID>empty();
    if (!RequestPipeline.passed(request)) {
      securityHeaders.set(response);
      response.setHeader("Connection", "close");
    }
    var cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    try {
      write(
          status,
          type.map(ProblemType::uri).orElse("about:blank"),
          type.map(ProblemType::title).orElse("Error"),
          failure
              .map(id -> "the server failed; its log has it as " + id)
              .orElseGet(() -> detail(status, response)),
          request,
          response);
    } catch (IOException gone) {
      // Not thrown: the container would log it, with all its trace.
      cause = cause == null ? gone : cause;
    } finally {
      if (failure.isPresent()) {
        log(failure.get(), status, cause);
      }
    }
  }

  private static boolean isFault(int status) {
    return status >= 500 && status != HttpServletResponse.SC_NOT_IMPLEMENTED;
  }

  /** Whose client has gone can be told nothing, and there is nothing to be mended. */
  private static void log(UUID failure, int status, Throwable cause) {
    var level = CauseChain.find(cause, IOException.class).isPresent() ? Level.DEBUG : Level.ERROR;
    LOG.log(level, "failure " + failure + ", status " + status, SafeLogText.trace(cause));
  }

  /** Answers a problem beside JAX-RS, where the container has found nothing wrong. */
  static void send(
      ProblemType type, String detail, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(type.status(), type.uri(), type.title(), detail, request, response);
  }

  private static void write(
      int status,
      String type,
      String title,
      String detail,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var body =
        new ProblemDocument(type, title, status, detail, instance(request), List.of()).bytes();
    response.setStatus(status);
    response.setContentType(ProblemDocument.MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static String detail(int status, HttpServletResponse response) {
    if (status == 405 && response.getHeader("Allow") != null) {
      return "this path has only the methods " + response.getHeader("Allow");
    }
    if (status == ProblemType.MISDIRECTED_REQUEST.status()) {
      return "this node does not serve the API; ask one whose roles include api";
    }
    if (status == HttpServletResponse.SC_NOT_IMPLEMENTED) {
      return "there is no such method here";
    }
    return status == 404 ? "there is nothing at this path" : "the request cannot be granted";
  }

  /**
   * The path that was asked for, whose bytes are a character each; what no URI may have, as RFC
   * 9457 wants one, is encoded.
   */
  private static String instance(HttpServletRequest request) {
    var path = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return ILLEGAL
        .matcher(path == null ? request.getRequestURI() : path)
        .replaceAll(found -> encoded(found.group()));
  }

  private static String encoded(String character) {
    var text = new StringBuilder();
    for (byte octet : character.getBytes(StandardCharsets.ISO_8859_1)) {
      text.append(String.format("%%%02X", octet));
    }
    return text.toString();
  }
}
