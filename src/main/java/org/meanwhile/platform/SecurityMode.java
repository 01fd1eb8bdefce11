package org.meanwhile.platform;

import java.util.Arrays;
import java.util.Locale;

/** How callers prove who they are. */
public enum SecurityMode {
  /** Not at all: whoever is on the same machine may do everything, and nobody else anything. */
  LOCAL,
  /** By bearer tokens of an identity provider (MicroProfile JWT). */
  JWT,
  /** By static tokens, of which this server keeps the hashes in a file. */
  TOKEN;

  /** Null when there is none of this name. */
  public static SecurityMode named(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElse(null);
  }
}
