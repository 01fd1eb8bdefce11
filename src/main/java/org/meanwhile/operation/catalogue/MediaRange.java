package org.meanwhile.operation.catalogue;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A media type, or a range such as {@code image/*} (RFC 9110, section 12.5.1). */
record MediaRange(String type, String subtype) {

  private static final Pattern SYNTAX =
      Pattern.compile("\\s*([\\w!#$%&'*+.^`|~-]+)/([\\w!#$%&'*+.^`|~-]+)\\s*(?:;.*)?");

  /** Reads a media type, without its parameters and in lower case; empty when it is malformed. */
  static Optional<MediaRange> parse(String text) {
    Matcher found = SYNTAX.matcher(text.toLowerCase(Locale.ROOT));
    return found.matches()
        ? Optional.of(new MediaRange(found.group(1), found.group(2)))
        : Optional.empty();
  }

  boolean includes(MediaRange other) {
    return (type.equals("*") || type.equals(other.type))
        && (subtype.equals("*") || subtype.equals(other.subtype));
  }
}
