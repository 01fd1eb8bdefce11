package org.meanwhile.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network in CIDR notation (RFC 4632, section 3.1; RFC 4291, section 2.3). An IPv4-mapped address
 * counts as the IPv4 address that it maps.
 *
 * @param prefixBits the number of leading bits that all addresses of the network share
 */
record Network(InetAddress address, int prefixBits) {
  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})([.](0|[1-9][0-9]{0,2})){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * Reads {@code 10.0.0.0/8} or {@code fd00::/8}; an address without a prefix is a network of one
   * address.
   *
   * @throws IllegalArgumentException when the text is no network, or bits behind the prefix are set
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    int bits = address.getAddress().length * Byte.SIZE;
    int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("the prefix is too long");
    }
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bits; bit++) {
      if (bit(bytes, bit)) {
        throw new IllegalArgumentException("bits behind the prefix are set");
      }
    }
    return new Network(address, prefix);
  }

  boolean contains(InetAddress other) {
    byte[] own = address.getAddress();
    byte[] others = other.getAddress();
    if (own.length != others.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      if (bit(own, bit) != bit(others, bit)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text has the form of an address rather than of a name. */
  static boolean isLiteral(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
  }

  /**
   * Reads an address: four decimal numbers, or the hexadecimal groups of IPv6. No name is looked
   * up.
   *
   * @throws IllegalArgumentException when the text is not an address in this form
   */
  static InetAddress literal(String text) {
    if (!isLiteral(text)) {
      throw new IllegalArgumentException("not an address");
    }
    try {
      return InetAddress.getByName(text.indexOf(':') < 0 ? text : "[" + text + "]");
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address");
    }
  }

  private static boolean bit(byte[] bytes, int index) {
    return (bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1) == 1;
  }
}
