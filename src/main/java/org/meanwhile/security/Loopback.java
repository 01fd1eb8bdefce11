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
 * Who may come in without credentials: whoever is on this machine, and no page of somebody else
 * that a browser on this machine shows.
 */
public final class Loopback {
  private static final String SETTING =
      "; meanwhile.security.mode is local, and jwt or token would open this server to others";

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile("127(\\." + OCTET + "){3}");
  private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final Set<String> OF_PROXIES = Set.of("forwarded", "via", "x-real-ip");
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private Loopback() {}

  /** Empty when it may come in. */
  static Optional<Refused> refusal(AccessRequest asked) {
    if (!isLoopback(asked.remoteAddress())) {
      return no("only clients on the server's own machine are let in");
    }
    if (asked.names().get().stream().anyMatch(Loopback::isOfProxy)) {
      return no("no request that came through a proxy is let in");
    }
    if (!isNamedAsLoopback(asked)) {
      // DNS rebinding: a page of another host whose name leads to this machine for a moment.
      return no("the host must be named as localhost, 127.0.0.1 or [::1]");
    }
    if (!asked.isSafe() && !isOfOwnSite(asked)) {
      return no("no page of another origin may change anything here");
    }
    return Optional.empty();
  }

  private static Optional<Refused> no(String why) {
    return Optional.of(Refused.notFromHere(why + SETTING));
  }

  /** A literal is not looked up. */
  private static boolean isLoopback(String address) {
    try {
      return LITERAL.matcher(address).matches()
          && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isOfProxy(String field) {
    String name = field.toLowerCase(Locale.ROOT);
    return name.startsWith("x-forwarded") || OF_PROXIES.contains(name);
  }

  /** The request line's host counts, and so does what the field says. */
  private static boolean isNamedAsLoopback(AccessRequest asked) {
    return isLoopbackName(asked.host())
        && asked.lines("Host").stream()
            .allMatch(field -> isLoopbackName(PORT.matcher(field.strip()).replaceFirst("")));
  }

  public static boolean isLoopbackName(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.equalsIgnoreCase("localhost")
        || IPV4.matcher(name).matches()
        || host.startsWith("[")
            && host.endsWith("]")
            && host.indexOf(':') > 0
            && isLoopback(host.substring(1, host.length() - 1));
  }

  /**
   * Other ports of this machine are other origins, though the same site. Who is no browser sends
   * neither field.
   */
  private static boolean isOfOwnSite(AccessRequest asked) {
    List<String> origins = asked.lines("Origin");
    return asked.lines("Sec-Fetch-Site").stream().allMatch(OWN_SITE::contains)
        && origins.size() <= 1
        && origins.stream().allMatch(origin -> origin.equalsIgnoreCase(asked.origin()));
  }
}
