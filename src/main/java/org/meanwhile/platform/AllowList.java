package org.meanwhile.platform;

import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Receivers that an operator trusts: by name, whatever address that has, or by network.
 *
 * @param hosts names in lower case, as they go over the wire
 */
public record AllowList(Set<String> hosts, List<Network> networks) {
  private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?");

  /** Nobody in particular. */
  public static final AllowList EMPTY = new AllowList(Set.of(), List.of());

  /**
   * Reads names and networks with commas between.
   *
   * @throws IllegalArgumentException when a part is neither
   */
  public static AllowList parse(String text) {
    Set<String> hosts = new HashSet<>();
    List<Network> networks = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String entry = part.strip();
      if (entry.indexOf('/') >= 0 || Network.looksLikeOne(entry)) {
        networks.add(Network.parse(entry));
      } else {
        hosts.add(host(entry));
      }
    }
    return new AllowList(Set.copyOf(hosts), List.copyOf(networks));
  }

  private static String host(String text) {
    String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
    if (!HOST.matcher(ascii).matches()) {
      throw new IllegalArgumentException("no host name");
    }
    return ascii;
  }

  /** Whether a name is trusted, whatever address it has. */
  public boolean names(String host) {
    return hosts.contains(host);
  }

  /** Whether an address is in one of the trusted networks. */
  public boolean covers(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
