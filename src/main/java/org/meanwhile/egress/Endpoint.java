package org.meanwhile.egress;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint that a callback goes to, read from a URL so strictly that every other reader of the
 * URL sees the same host.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case and IDNA's ASCII form, without brackets and without a dot at its end
 * @param literal the address when the host is one; empty when the host is a name
 * @param port the port of the URL, or the default of the scheme
 * @param target path and query, percent-encoded; at least {@code /}
 */
public record Endpoint(
    String scheme, String host, Optional<InetAddress> literal, int port, String target) {
  /** The length of the longest URL that is accepted. */
  public static final int MAX_CHARS = 2048;

  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int MAX_PORT = 65_535;

  private static final Pattern AUTHORITY =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]@:/%]+))(?::([0-9]{0,5}))?");
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?[.])*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final int MAX_NAME_CHARS = 253;

  /**
   * Many readers take a host for an IPv4 address when its last label is a number in any form:
   * {@code 2130706433}, {@code 127.1}, {@code 0x7f.1} (WHATWG URL, "ends in a number").
   */
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(?:.*[.])?(?:[0-9]+|0[xX][0-9A-Fa-f]*)");

  /**
   * Reads a URL.
   *
   * @throws EndpointRefused when the URL is not of {@code http} or {@code https}, has no host, or
   *     has user information or a fragment
   */
  static Endpoint parse(String url) throws EndpointRefused {
    if (url.length() > MAX_CHARS) {
      throw new EndpointRefused("the URL is longer than " + MAX_CHARS + " characters");
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new EndpointRefused("the callback is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new EndpointRefused("the URL must begin with http:// or https://");
    }
    if (uri.getRawFragment() != null) {
      throw new EndpointRefused("the URL must not have a fragment: it would never be sent");
    }
    return of(scheme, uri);
  }

  private static Endpoint of(String scheme, URI uri) throws EndpointRefused {
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.indexOf('@') >= 0) {
      throw new EndpointRefused("the URL must not have user information");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw new EndpointRefused("the URL must name a host");
    }
    URI ascii = URI.create(uri.toASCIIString());
    String path =
        ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    String target = ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    int port = port(parts.group(3), scheme);
    if (parts.group(1) != null) {
      InetAddress address = address(parts.group(1));
      return new Endpoint(scheme, address.getHostAddress(), Optional.of(address), port, target);
    }
    String host = name(parts.group(2));
    Optional<InetAddress> literal =
        ENDS_IN_A_NUMBER.matcher(host).matches() ? Optional.of(address(host)) : Optional.empty();
    return new Endpoint(scheme, host, literal, port, target);
  }

  /**
   * @param digits null or empty when the URL names no port
   */
  private static int port(@Nullable String digits, String scheme) throws EndpointRefused {
    if (digits == null || digits.isEmpty()) {
      return scheme.equals("http") ? HTTP : HTTPS;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > MAX_PORT) {
      throw new EndpointRefused("the port must be from 1 to 65535");
    }
    return port;
  }

  private static InetAddress address(String text) throws EndpointRefused {
    try {
      return Network.literal(text);
    } catch (IllegalArgumentException e) {
      throw new EndpointRefused("an address must be written in its usual form");
    }
  }

  /** Full-width digits and dots become ASCII here, so every check of a name comes afterwards. */
  private static String name(String text) throws EndpointRefused {
    String ascii;
    try {
      ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new EndpointRefused("the URL must name a host");
    }
    String host = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    if (host.length() > MAX_NAME_CHARS || !NAME.matcher(host).matches()) {
      throw new EndpointRefused("the URL must name a host");
    }
    return host;
  }

  /** Host and port as one text: endpoints with the same key share a limit of concurrency. */
  public String key() {
    return host + "|" + port;
  }
}
