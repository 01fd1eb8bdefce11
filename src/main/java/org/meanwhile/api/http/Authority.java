package org.meanwhile.api.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of a URI, and its port if there is one (RFC 3986, section 3.2). Links are made of these
 * two only, so that no request can put anything else into a link.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param port -1 when the port is left out
 */
public record Authority(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /**
   * Neither a user, nor percent-encoding, nor an IPv6 zone. An underscore is allowed: host names in
   * container networks have them.
   */
  private static final Pattern SYNTAX =
      Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

  /** Reads {@code host} or {@code host:port}; empty for anything else. */
  public static Optional<Authority> parse(String text) {
    Matcher found = SYNTAX.matcher(text);
    if (!found.matches() || !isIpv6OrName(found.group(1))) {
      return Optional.empty();
    }
    int port = found.group(2) == null ? -1 : Integer.parseInt(found.group(2));
    return port == 0 || port > MAX_PORT
        ? Optional.empty()
        : Optional.of(new Authority(found.group(1), port));
  }

  private static boolean isIpv6OrName(String text) {
    try {
      return !text.startsWith("[") || new URI("http://" + text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  Authority at(int otherPort) {
    return new Authority(host, otherPort);
  }

  /** The authority in a URI of this scheme, without the scheme's default port. */
  public String in(String scheme) {
    int defaultPort = scheme.equals("https") ? 443 : 80;
    return port < 0 || port == defaultPort ? host : host + ":" + port;
  }
}
