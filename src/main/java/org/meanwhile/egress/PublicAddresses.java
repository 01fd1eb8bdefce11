package org.meanwhile.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The addresses of the public internet, by IANA's registries of special-purpose addresses (RFC 6890
 * and its updates). One address more is excluded, which is registered as public but is a cloud's
 * own service inside that cloud.
 */
final class PublicAddresses {
  private static final List<Network> SPECIAL_IPV4 =
      networks(
          "0.0.0.0/8", // this network, the unspecified address
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared by a carrier's customers
          "127.0.0.0/8", // loopback
          "168.63.129.16/32", // a cloud's own services, in each of its virtual networks
          "169.254.0.0/16", // link-local; metadata of clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarking
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and broadcast

  /**
   * All IPv6 that is routed. Outside of it are loopback, unique-local, link-local, site-local and
   * multicast, and all that leads to IPv4: mapped, compatible, NAT64.
   */
  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

  private static final List<Network> SPECIAL_IPV6 =
      networks(
          "2001::/23", // protocol assignments, Teredo among them
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4
          "3fff::/20"); // documentation

  /**
   * The third word of an ISATAP address in any network (RFC 5214, section 6.1), without the bit for
   * universal identifiers: the fourth word is the IPv4 address that the packet goes to.
   */
  private static final int ISATAP = 0x5EFE;

  private static final int UNIVERSAL = 0x0200_0000;
  private static final int THIRD_WORD = 8;

  private PublicAddresses() {}

  private static List<Network> networks(String... texts) {
    return List.of(texts).stream().map(Network::parse).toList();
  }

  /** Whether a packet to this address goes over the public internet. */
  static boolean contain(InetAddress address) {
    return address instanceof Inet4Address
        ? SPECIAL_IPV4.stream().noneMatch(network -> network.contains(address))
        : GLOBAL_UNICAST.contains(address)
            && SPECIAL_IPV6.stream().noneMatch(network -> network.contains(address))
            && !isIsatap(address);
  }

  private static boolean isIsatap(InetAddress address) {
    return (ByteBuffer.wrap(address.getAddress()).getInt(THIRD_WORD) & ~UNIVERSAL) == ISATAP;
  }
}
