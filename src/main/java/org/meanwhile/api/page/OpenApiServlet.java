package org.meanwhile.api.page;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.meanwhile.api.gate.PublicAddress;
import org.meanwhile.api.http.Accept;
import org.meanwhile.api.http.Conditions;

/**
 * {@code /openapi}: the description of the API, with the public address in {@code servers}.
 *
 * <p>MicroProfile's endpoint of that name stands at the server's root only, knows no public
 * address, and makes the document anew for each request. This exact path is matched before it.
 */
@WebServlet({"/openapi", "/openapi/"})
public class OpenApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final List<String> JSON =
      List.of("application/json", "application/vnd.oai.openapi+json", "application/openapi+json");

  private static final List<String> YAML =
      List.of(
          "application/yaml",
          "application/x-yaml",
          "application/vnd.oai.openapi",
          "application/vnd.oai.openapi+yaml",
          "application/openapi+yaml",
          "text/yaml",
          "text/x-yaml",
          "text/plain");

  private static final Pattern PATH = Pattern.compile("/openapi(;[^/]*)?/?");

  @Inject private transient PublicAddress address;
  private transient OpenApiDocument yaml;
  private transient OpenApiDocument json;

  @Override
  public void init() {
    try {
      String written = OpenApiDocument.written();
      yaml = OpenApiDocument.yaml(written);
      json = OpenApiDocument.json(written);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!PATH.matcher(request.getRequestURI().substring(request.getContextPath().length()))
        .matches()) {
      // The container drops all behind a semicolon, further segments too.
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    boolean wantsJson = wantsJson(request);
    OpenApiDocument document = wantsJson ? json : yaml;
    String url = url(request);
    String version = document.version(url);
    response.setHeader("ETag", '"' + version + '"');
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("Vary", "Accept");
    if (has(request, version)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    byte[] bytes = document.bytes(url);
    response.setContentType(wantsJson ? "application/json" : "text/plain;charset=UTF-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private String url(HttpServletRequest request) {
    String root = address.root(request).map(Object::toString).orElse(request.getContextPath());
    return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  private static boolean has(HttpServletRequest request, String version) {
    List<String> tags = Collections.list(request.getHeaders("If-None-Match"));
    return Conditions.of(null, tags).match(version);
  }

  /**
   * Whether {@code Accept} prefers JSON, or {@code format} asks for it, as MicroProfile OpenAPI has
   * it. A client of neither type gets YAML: the field says what is preferred (RFC 9110, section
   * 12.5.1).
   */
  private static boolean wantsJson(HttpServletRequest request) {
    String format = request.getParameter("format");
    return format == null
        ? Accept.of(Collections.list(request.getHeaders("Accept"))).prefers(JSON, YAML)
        : format.equalsIgnoreCase("json");
  }
}
