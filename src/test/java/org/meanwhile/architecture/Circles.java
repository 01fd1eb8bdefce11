package org.meanwhile.architecture;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what leads back to itself. */
final class Circles {
  private Circles() {}

  /** The groups of names that reach each other; empty when there is no circle. */
  static Set<Set<String>> in(Map<String, ? extends Collection<String>> uses) {
    Map<String, Set<String>> reached = new HashMap<>();
    uses.keySet().forEach(name -> reached.put(name, reachedFrom(name, uses)));
    Set<Set<String>> circles = new HashSet<>();
    for (String name : uses.keySet()) {
      Set<String> circle = new TreeSet<>();
      for (String other : reached.get(name)) {
        if (reached.getOrDefault(other, Set.of()).contains(name)) {
          circle.add(other);
        }
      }
      if (!circle.isEmpty()) {
        circles.add(circle);
      }
    }
    return circles;
  }

  private static Set<String> reachedFrom(
      String start, Map<String, ? extends Collection<String>> uses) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(uses.get(start));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next) && uses.containsKey(next)) {
        open.addAll(uses.get(next));
      }
    }
    return reached;
  }
}
