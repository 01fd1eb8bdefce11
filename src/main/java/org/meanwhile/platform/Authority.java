package org.meanwhile.platform;

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

  /** Labels of 1 to 63 characters (RFC 1035, section 2.3.4), and maybe a dot at the end. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*+\\.?");

  /** Browsers read a name that ends with a number as an IPv4 address (WHATWG URL, section 3.5). */
  private static final Pattern ENDS_WITH_NUMBER = Pattern.compile("(?:.*\\.)?[0-9]+\\.?");

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|\\.?$)){4}");

  /** Reads {@code host} or {@code host:port}; empty for anything else. */
  public static Optional<Authority> parse(String text) {
    Matcher found = SYNTAX.matcher(text);
    if (!found.matches() || !isSound(found.group(1))) {
      return Optional.empty();
    }
    int port = found.group(2) == null ? -1 : Integer.parseInt(found.group(2));
    return port == 0 || port > MAX_PORT
        ? Optional.empty()
        : Optional.of(new Authority(found.group(1), port));
  }

  private static boolean isSound(String host) {
    if (host.startsWith("[")) {
      return isIpv6(host);
    }
    return ENDS_WITH_NUMBER.matcher(host).matches()
        ? IPV4.matcher(host).matches()
        : NAME.matcher(host).matches();
  }

  private static boolean isIpv6(String host) {
    try {
      return new URI("http://" + host).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The same host at another port. */
  public Authority at(int otherPort) {
    return new Authority(host, otherPort);
  }

  /** The authority in a URI of this scheme, without the scheme's default port. */
  public String in(String scheme) {
    int defaultPort = scheme.equals("https") ? 443 : 80;
    return port < 0 || port == defaultPort ? host : host + ":" + port;
  }
}
