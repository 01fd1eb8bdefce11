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
    OpenApiForm form = form(request);
    OpenApiDocument document = form == OpenApiForm.JSON ? json : yaml;
    String url = url(request);
    // The tag is strong, so two types of the same bytes have two.
    String version = document.version(url) + (form == OpenApiForm.YAML ? "-yaml" : "");
    response.setHeader("ETag", '"' + version + '"');
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("Vary", "Accept");
    if (has(request, version)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    byte[] bytes = document.bytes(url);
    response.setContentType(form.contentType());
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

  private static OpenApiForm form(HttpServletRequest request) {
    return OpenApiForm.of(
        Accept.of(Collections.list(request.getHeaders("Accept"))), request.getParameter("format"));
  }
}
