package org.meanwhile.representation;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.platform.Authority;
import org.meanwhile.platform.PathPrefix;

/** Reads the public address of this server, as {@code meanwhile.url} has it. */
final class PublicUrl {
  private static final Pattern SYNTAX =
      Pattern.compile("(https?)://([^/?#]*)([^?#]*)", Pattern.CASE_INSENSITIVE);

  private PublicUrl() {}

  /**
   * The root of the application, with one slash at its end and without the scheme's default port.
   *
   * @throws IllegalArgumentException for anything but an http or https URL of host, port and path
   */
  static URI parse(String text) {
    Matcher url = SYNTAX.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException("no http or https URL");
    }
    String scheme = url.group(1).toLowerCase(Locale.ROOT);
    String host = Authority.parse(url.group(2)).orElseThrow(PublicUrl::malformed).in(scheme);
    String path = PathPrefix.parse(url.group(3)).orElseThrow(PublicUrl::malformed).path();
    return URI.create(scheme + "://" + host + path + "/");
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("no host, or no path of a URL");
  }
}
