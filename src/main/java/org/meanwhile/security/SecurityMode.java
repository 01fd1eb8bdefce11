package org.meanwhile.security;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How callers authenticate: the values of {@code meanwhile.security.mode}. */
public enum SecurityMode {
  /** Not at all: clients on the same machine are admitted as one submitter, all others refused. */
  LOCAL,
  /** By JSON Web Tokens of an identity provider (MicroProfile JWT). */
  JWT,
  /** By static tokens, whose hashes are in the token file. */
  TOKEN;

  /** The mode of this name in lower case; null for any other name. */
  static @Nullable SecurityMode named(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElse(null);
  }
}
