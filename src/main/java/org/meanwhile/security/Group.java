package org.meanwhile.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Who is in none may do nothing. */
public enum Group {
  /** Creates jobs, and handles its own. */
  SUBMITTER,
  /** The same, and handles everybody's, and reads the metrics and the overview. */
  OPERATOR;

  /** The group of this name, as tokens have it; empty when it is none of ours. */
  static Optional<Group> named(String name) {
    return Arrays.stream(values())
        .filter(group -> group.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
