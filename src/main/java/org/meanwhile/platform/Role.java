package org.meanwhile.platform;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A part that a node may play. One machine can play all, or several share them. */
public enum Role {
  /** Answers clients: takes jobs, tells how they stand, serves outputs. */
  API,
  /** Claims and runs jobs. */
  WORK,
  /** Delivers callbacks. */
  CALLBACK,
  /** Deletes what is over. */
  PURGE;

  /**
   * Reads names with commas between.
   *
   * @throws IllegalArgumentException when one is not known
   */
  static Set<Role> parse(String names) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Arrays.stream(names.split(",", -1)).map(Role::named).forEach(roles::add);
    return Collections.unmodifiableSet(roles);
  }

  private static Role named(String name) {
    return Arrays.stream(values())
        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name.strip()))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }
}
