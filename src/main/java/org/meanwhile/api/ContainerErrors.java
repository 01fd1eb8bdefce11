package org.meanwhile.api;

import jakarta.json.Json;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Says as a problem (RFC 9457) what the container found wrong before or beside JAX-RS: web.xml
 * names this servlet as its page for every error.
 *
 * <p>Of what the container knows only the status and the path are told; its message and its
 * exception may name classes.
 */
@WebServlet("/container-errors")
public class ContainerErrors extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = System.getLogger(ContainerErrors.class.getName());

  /** Of any method: an error page is asked with the method of the request that failed. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // Asked for by itself, outside of an error, this path is like any other that does not exist.
    var found = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    var status = found == null ? HttpServletResponse.SC_NOT_FOUND : found;
    var problem = known(status);
    var json =
        Json.createObjectBuilder()
            .add("type", problem.type())
            .add("title", problem.title())
            .add("status", status)
            .add("detail", detail(status, problem, request, response));
    instance(request).ifPresent(uri -> json.add("instance", uri));
    var body = json.build().toString().getBytes(StandardCharsets.UTF_8);

    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private record Kind(String type, String title, String detail) {}

  private static Kind kind(String name, String title, String detail) {
    return new Kind("/problem/" + name, title, detail);
  }

  private static Kind known(int status) {
    return switch (status) {
      case 400 -> kind("malformed-request", "Malformed request", "The request is not proper HTTP.");
      case 404 -> kind("unknown-path", "Unknown path", "There is nothing at this path.");
      case 405 ->
          kind("method-not-allowed", "Method not allowed", "This path does not have this method.");
      case 406 ->
          kind("not-acceptable", "Not acceptable", "There is no such representation of this.");
      case 412 ->
          kind(
              "precondition-failed", "Precondition failed", "A condition of the request is false.");
      case 413 ->
          kind("content-too-large", "Content too large", "The request's body is too large.");
      case 414 -> kind("uri-too-long", "URI too long", "The request's URI is too long.");
      case 415 ->
          kind(
              "unsupported-media-type",
              "Unsupported media type",
              "A body of this type is not taken.");
      case 416 ->
          kind("range-not-satisfiable", "Range not satisfiable", "The range lies outside of it.");
      case 431 ->
          kind(
              "request-header-fields-too-large",
              "Request header fields too large",
              "The request's header fields are too large.");
      case 500 -> kind("internal-error", "Internal error", "Something went wrong here.");
      default -> new Kind("about:blank", "Error", "The server could not answer this request.");
    };
  }

  private static String detail(
      int status, Kind problem, HttpServletRequest request, HttpServletResponse response) {
    if (status == 405 && response.getHeader("Allow") != null) {
      return "This path has only the methods " + response.getHeader("Allow") + ".";
    }
    if (status < 500) {
      return problem.detail();
    }
    var id = UUID.randomUUID();
    var cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    LOG.log(Level.ERROR, "Request failed with " + status + ", error " + id, cause);
    return problem.detail() + " The server's log has it as error " + id + ".";
  }

  /** The path that was asked for; empty when it is no URI at all, as RFC 9457 wants one. */
  private static Optional<String> instance(HttpServletRequest request) {
    var path = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    try {
      return Optional.of(new URI(path == null ? request.getRequestURI() : path).toString());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
