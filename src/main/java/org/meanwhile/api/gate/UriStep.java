package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.meanwhile.api.http.Authority;

/**
 * Refuses URIs with broken percent-encoding (RFC 3986, section 2.1), and a {@code Host} that is
 * none (RFC 9112, section 3.2). Some of them reach JAX-RS and fail there before any resource or
 * mapper is asked, with an empty 200; others would get into links.
 *
 * <p>Refuses dot segments, which clients resolve themselves (RFC 3986, section 6.2.2.3). The server
 * resolves those that come all the same, so that a path would be another one than was judged.
 *
 * <p>Refuses an {@code Upgrade} to anything but HTTP/2, too, and the connection with it. The
 * connector takes what follows for the other protocol's, whether or not anybody has agreed to that:
 * whoever reads the body waits for ever, and whoever does not leaves it to be read as the next
 * request, which a proxy in front did not see.
 */
@Dependent
public class UriStep implements RequestStep {
  private static final Pattern BROKEN = Pattern.compile("%(?!\\p{XDigit}{2})");

  private static final Pattern DOT_SEGMENT =
      Pattern.compile(
          "(?:/|\\\\|%2f|%5c)(?:\\.|%2e){1,2}(?=[/\\\\;]|%2f|%5c|%3b|$)", Pattern.CASE_INSENSITIVE);

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (leavesHttp(request)) {
      response.setHeader("Connection", "close");
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else if (broken(request.getRequestURI())
        || broken(request.getQueryString())
        || hasDotSegment(request.getRequestURI())
        || !soundHost(request)) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else {
      next.doFilter(request, response);
    }
  }

  /**
   * The one that the request line names wins over the field. No field at all is for the connector
   * to judge, which knows the version of HTTP.
   */
  private static boolean soundHost(HttpServletRequest request) {
    List<String> given = Collections.list(request.getHeaders("Host"));
    String server = request.getServerName();
    String host = server.indexOf(':') < 0 || server.startsWith("[") ? server : "[" + server + "]";
    return given.size() <= 1
        && given.stream().allMatch(field -> Authority.parse(field.strip()).isPresent())
        && Authority.parse(host + ":" + request.getServerPort()).isPresent();
  }

  private static boolean leavesHttp(HttpServletRequest request) {
    String upgrade = request.getHeader("Upgrade");
    return upgrade != null && !upgrade.strip().equalsIgnoreCase("h2c");
  }

  private static boolean hasDotSegment(String path) {
    boolean mayHave = path.indexOf('.') >= 0 || path.indexOf('%') >= 0;
    return mayHave && DOT_SEGMENT.matcher(path).find();
  }

  private static boolean broken(String text) {
    return text != null && text.indexOf('%') >= 0 && BROKEN.matcher(text).find();
  }
}
