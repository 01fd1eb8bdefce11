package org.meanwhile.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network in CIDR notation (RFC 4632, section 3.1; RFC 4291, section 2.3). An IPv4-mapped address
 * counts as the IPv4 address that it maps.
 *
 * @param prefixBits how many leading bits all its addresses share
 */
public record Network(InetAddress address, int prefixBits) {
  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})([.](0|[1-9][0-9]{0,2})){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * Reads {@code 10.0.0.0/8} or {@code fd00::/8}; a plain address is a network of one.
   *
   * @throws IllegalArgumentException when it is none, or bits behind the prefix are set
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    int bits = address.getAddress().length * Byte.SIZE;
    int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("no such prefix");
    }
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bits; bit++) {
      if (bit(bytes, bit)) {
        throw new IllegalArgumentException("it has bits behind its prefix");
      }
    }
    return new Network(address, prefix);
  }

  /** Whether an address is in it. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      if (bit(mine, bit) != bit(theirs, bit)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is an address as it is usually written, rather than a name. */
  static boolean looksLikeOne(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
  }

  /**
   * Reads an address as it is usually written: four decimal numbers, or hexadecimal groups. Nothing
   * is ever looked up.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static InetAddress literal(String text) {
    if (!looksLikeOne(text)) {
      throw new IllegalArgumentException("no address");
    }
    try {
      return InetAddress.getByName(text.indexOf(':') < 0 ? text : "[" + text + "]");
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address");
    }
  }

  private static boolean bit(byte[] bytes, int index) {
    return (bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1) == 1;
  }
}
