package org.meanwhile.platform;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A duty of a node. One node can have all roles, or nodes can share them. */
public enum Role {
  /** Answers clients: accepts jobs, shows their status, serves outputs. */
  API,
  /** Claims and runs jobs. */
  WORK,
  /** Delivers callbacks. */
  CALLBACK,
  /** Deletes expired outputs and records. */
  PURGE;

  /**
   * Reads names in lower case with commas between.
   *
   * @throws IllegalArgumentException when a name is not that of a role
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
