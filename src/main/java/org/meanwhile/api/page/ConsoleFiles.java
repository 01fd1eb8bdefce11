package org.meanwhile.api.page;

import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.platform.Sha256;

/**
 * The script and the styles of the console as one file each, made when the server starts: a first
 * look needs few requests, and the sources need no build.
 */
@WebServlet({ConsoleFiles.SCRIPT, ConsoleFiles.STYLES})
public class ConsoleFiles extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static final String SCRIPT = "/assets/console.js";
  static final String STYLES = "/assets/console.css";

  private static final String DIRECTORY = "/assets/console/";

  /** In the order in which the later ones overrule the earlier ones. */
  private static final List<String> STYLE_FILES =
      List.of("base.css", "pages.css", "many.css", "charts.css");

  private record File(String type, byte[] bytes, String version) {
    static File of(String type, String text) {
      return new File(type, text.getBytes(StandardCharsets.UTF_8), Sha256.hex(text));
    }
  }

  private transient Map<String, File> files;

  @Override
  public void init() {
    ServletContext context = getServletContext();
    String script = ModuleBundle.of("app.js", path -> read(context, path));
    String styles =
        STYLE_FILES.stream().map(path -> read(context, path)).collect(Collectors.joining("\n"));
    files =
        Map.of(
            SCRIPT, File.of("text/javascript;charset=UTF-8", script),
            STYLES, File.of("text/css;charset=UTF-8", styles));
  }

  private static String read(ServletContext context, String path) {
    try (InputStream in = context.getResourceAsStream(DIRECTORY + path)) {
      if (in == null) {
        throw new IllegalStateException(DIRECTORY + path + " is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    File file = files.get(request.getServletPath());
    response.setHeader("ETag", '"' + file.version() + '"');
    response.setHeader("Cache-Control", "no-cache");
    List<String> tags = Collections.list(request.getHeaders("If-None-Match"));
    if (Conditions.of(null, tags).match(file.version())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(file.type());
    response.setContentLength(file.bytes().length);
    response.getOutputStream().write(file.bytes());
  }
}
