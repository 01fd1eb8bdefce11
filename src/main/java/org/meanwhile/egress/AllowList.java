package org.meanwhile.egress;

import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Receivers that the operator trusts on any port: host names, whatever their address, and networks.
 *
 * @param hosts names in lower case, as they are sent (IDNA's ASCII form)
 */
record AllowList(Set<String> hosts, List<Network> networks) {
  private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?");

  /**
   * Reads names and networks with commas between; a blank text is an empty list.
   *
   * @throws IllegalArgumentException when a part is neither a name nor a network
   */
  static AllowList parse(String text) {
    Set<String> hosts = new HashSet<>();
    List<Network> networks = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String entry = part.strip();
      if (entry.indexOf('/') >= 0 || Network.isLiteral(entry)) {
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
      throw new IllegalArgumentException("not a host name");
    }
    return ascii;
  }

  boolean hasHost(String host) {
    return hosts.contains(host);
  }

  /** Whether an address is in one of the networks. */
  boolean covers(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
