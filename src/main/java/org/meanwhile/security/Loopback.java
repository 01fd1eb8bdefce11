package org.meanwhile.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meanwhile.security.AccessDecision.Refused;

/**
 * Decides about requests in mode {@code local}. Clients on this machine are admitted. A browser on
 * this machine is such a client too, whatever page it shows, so changes are refused that a page of
 * another origin sends, and requests that name this server as another host.
 */
public final class Loopback {
  private static final String HOW_TO_OPEN =
      "; meanwhile.security.mode is local, and jwt or token would open this server to others";

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile("127(\\." + OCTET + "){3}");
  private static final String USUAL = "127.0.0.1";
  private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final Set<String> PROXY_FIELDS = Set.of("forwarded", "via", "x-real-ip");
  private static final Set<String> OWN_FETCH_SITES = Set.of("same-origin", "none");

  private Loopback() {}

  /** Why a request is refused; empty when it is admitted. */
  static Optional<Refused> refusal(AccessRequest request) {
    if (!isLoopback(request.remoteAddress())) {
      return refuse("only clients on the server's own machine are admitted");
    }
    if (request.names().get().stream().anyMatch(Loopback::isAddedByProxy)) {
      return refuse("no request that came through a proxy is admitted");
    }
    if (!namesLoopbackAsHost(request)) {
      // DNS rebinding: the name of another host resolves to this machine for a moment, and that
      // host's page then counts as one of this server.
      return refuse("the host must be named as localhost, 127.0.0.1 or [::1]");
    }
    if (!request.isSafe() && !isOfOwnOrigin(request)) {
      return refuse("no page of another origin may change anything here");
    }
    return Optional.empty();
  }

  private static Optional<Refused> refuse(String why) {
    return Optional.of(Refused.notFromHere(why + HOW_TO_OPEN));
  }

  /** Only a literal address is passed on: {@code getByName} would look a name up. */
  private static boolean isLoopback(String address) {
    if (address.equals(USUAL)) {
      return true;
    }
    try {
      return LITERAL.matcher(address).matches()
          && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isAddedByProxy(String field) {
    String name = field.toLowerCase(Locale.ROOT);
    return name.startsWith("x-forwarded") || PROXY_FIELDS.contains(name);
  }

  /**
   * Both the host of the request line and that of {@code Host} must name the loopback interface.
   */
  private static boolean namesLoopbackAsHost(AccessRequest request) {
    return isLoopbackName(request.host())
        && request.lines("Host").stream()
            .allMatch(field -> isLoopbackName(PORT.matcher(field.strip()).replaceFirst("")));
  }

  /**
   * Whether a host of a URL is {@code localhost}, an address of 127.0.0.0/8 or {@code [::1]}, with
   * or without a dot at its end. Names are not looked up.
   */
  public static boolean isLoopbackName(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.equals(USUAL)
        || name.equalsIgnoreCase("localhost")
        || IPV4.matcher(name).matches()
        || host.startsWith("[")
            && host.endsWith("]")
            && host.indexOf(':') > 0
            && isLoopback(host.substring(1, host.length() - 1));
  }

  /**
   * Another port of this machine is another origin, though the same site: so both fields are
   * checked. Clients other than browsers send neither.
   */
  private static boolean isOfOwnOrigin(AccessRequest request) {
    List<String> origins = request.lines("Origin");
    return request.lines("Sec-Fetch-Site").stream().allMatch(OWN_FETCH_SITES::contains)
        && origins.size() <= 1
        && origins.stream().allMatch(origin -> origin.equalsIgnoreCase(request.origin()));
  }
}
