package org.meanwhile.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. A caller without any group may do nothing: 403. */
public enum Group {
  /** Creates jobs; sees and handles its own jobs. */
  SUBMITTER,
  /**
   * As a submitter; also sees and handles the jobs of all callers, and reads metrics and overview.
   */
  OPERATOR,
  /** Works off jobs by leases, and nothing else. */
  WORKER;

  /** The group of this name in lower case, as tokens have it; empty for any other name. */
  static Optional<Group> named(String name) {
    return Arrays.stream(values()).filter(group -> group.word().equals(name)).findFirst();
  }

  /** The name as tokens have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
