package org.meanwhile.api.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host, and perhaps the port, of a URI (RFC 3986, section 3.2): nothing else gets into a link,
 * whatever a request says.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param port -1 when it is not named
 */
public record Authority(String host, int port) {
  private static final int PORT_MOST = 65_535;

  /** No user, no percent, no zone; an underscore, as names in networks of containers have them. */
  private static final Pattern SYNTAX =
      Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

  /** Reads {@code host} or {@code host:port}; empty for anything else. */
  public static Optional<Authority> parse(String text) {
    Matcher found = SYNTAX.matcher(text);
    if (!found.matches() || !isHost(found.group(1))) {
      return Optional.empty();
    }
    int port = found.group(2) == null ? -1 : Integer.parseInt(found.group(2));
    return port == 0 || port > PORT_MOST
        ? Optional.empty()
        : Optional.of(new Authority(found.group(1), port));
  }

  private static boolean isHost(String text) {
    try {
      return !text.startsWith("[") || new URI("http://" + text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The same host at another port. */
  Authority at(int otherPort) {
    return new Authority(host, otherPort);
  }

  /** As it stands in a URI of this scheme: without the port that everybody knows. */
  public String in(String scheme) {
    int known = scheme.equals("https") ? 443 : 80;
    return port < 0 || port == known ? host : host + ":" + port;
  }
}
