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
import org.meanwhile.platform.Authority;

/**
 * Answers 400 to requests whose URI or {@code Host} cannot be trusted.
 *
 * <p>Refuses URIs with broken percent-encoding (RFC 3986, section 2.1), and a malformed {@code
 * Host} (RFC 9112, section 3.2). Some of them make JAX-RS fail before any resource or exception
 * mapper is called, with an empty 200; others would get into links.
 *
 * <p>Refuses dot segments, which clients resolve themselves (RFC 3986, section 6.2.2.3). The server
 * would resolve them after access control has judged the unresolved path.
 *
 * <p>Passes on a path with percent-encoded letters as the {@linkplain NormalizedPath path that it
 * is}, for access control and the resources alike.
 *
 * <p>Refuses an {@code Upgrade} to anything but HTTP/2, and closes the connection. The connector
 * takes what follows for the other protocol's, even if the server did not agree: a reader of the
 * body would block for ever, and an unread body would be parsed as the next request, which a proxy
 * in front has not seen.
 */
@Dependent
public class UriStep implements RequestStep {
  private static final Pattern BROKEN = Pattern.compile("%(?!\\p{XDigit}{2})");

  private static final Pattern DOT_SEGMENT =
      Pattern.compile(
          "(?:/|\\\\|%2f|%5c)(?:\\.|%2e){1,2}(?=[/\\\\;]|%2f|%5c|%3b|$)", Pattern.CASE_INSENSITIVE);

  /** Most requests name the same hosts as the one before, and reading them costs more than this. */
  private volatile Hosts lastSound = new Hosts(List.of(), "", -1);

  /** All that a request names this server by. */
  private record Hosts(List<String> fields, String server, int port) {}

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (leavesHttp(request)) {
      response.setHeader("Connection", "close");
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else if (isBroken(request.getRequestURI())
        || isBroken(request.getQueryString())
        || hasDotSegment(request.getRequestURI())
        || !isHostSound(request)) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else {
      next.doFilter(NormalizedPath.of(request), response);
    }
  }

  /**
   * Whether there is at most one {@code Host}, it is well-formed, and so is the authority that the
   * container uses, which the request line may override. The connector judges a missing field,
   * because it knows the version of HTTP.
   */
  private boolean isHostSound(HttpServletRequest request) {
    List<String> fields = Collections.list(request.getHeaders("Host"));
    Hosts hosts = new Hosts(fields, request.getServerName(), request.getServerPort());
    if (hosts.equals(lastSound)) {
      return true;
    }
    boolean sound =
        fields.size() <= 1
            && fields.stream().allMatch(field -> Authority.parse(field.strip()).isPresent())
            && Authority.parse(PublicAddress.host(request) + ":" + request.getServerPort())
                .isPresent();
    if (sound) {
      lastSound = hosts;
    }
    return sound;
  }

  private static boolean leavesHttp(HttpServletRequest request) {
    String upgrade = request.getHeader("Upgrade");
    return upgrade != null && !upgrade.strip().equalsIgnoreCase("h2c");
  }

  private static boolean hasDotSegment(String path) {
    boolean mayMatch = path.indexOf('.') >= 0 || path.indexOf('%') >= 0;
    return mayMatch && DOT_SEGMENT.matcher(path).find();
  }

  private static boolean isBroken(String text) {
    return text != null && text.indexOf('%') >= 0 && BROKEN.matcher(text).find();
  }
}
