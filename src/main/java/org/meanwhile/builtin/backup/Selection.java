package org.meanwhile.builtin.backup;

import java.util.List;

/**
 * What of a tree is wanted. A name is taken when it, or a directory above it, matches an include,
 * or when there are none, and neither it nor a directory above it matches an exclude.
 */
final class Selection {
  private final List<Glob> include;
  private final List<Glob> exclude;

  Selection(List<String> include, List<String> exclude) {
    this.include = include.stream().map(Glob::of).toList();
    this.exclude = exclude.stream().map(Glob::of).toList();
  }

  boolean includes(String name) {
    return include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(name));
  }

  boolean excludes(String name) {
    return exclude.stream().anyMatch(glob -> glob.matches(name));
  }
}
