package org.meanwhile.job.schedule;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of a caller's groups as they are stored: a line each. */
final class CallerGroups {
  private CallerGroups() {}

  /** Leaves out names with control characters: one with a line break would be read as two. */
  static String write(Collection<String> names) {
    return names.stream()
        .filter(name -> name.chars().noneMatch(Character::isISOControl))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  static Set<String> read(String lines) {
    return lines.lines().filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet());
  }
}
