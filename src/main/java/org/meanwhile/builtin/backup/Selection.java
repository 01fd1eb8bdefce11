package org.meanwhile.builtin.backup;

import java.util.List;

/**
 * Selects names of a tree by globs. A name is selected when the name or a directory above it
 * matches an include, or when there are no includes; and when neither the name nor a directory
 * above it matches an exclude. The walk looks at the directories above: the methods here match one
 * name.
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
