package org.meanwhile.security;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who proved who it is.
 *
 * @param name stored with what it creates; 1 to 255 characters, none of them a control or
 *     invisible, and no blank at an end
 * @param groups what it may do
 */
public record Identity(String name, Set<Group> groups) {
  private static final String BLANK = "\\p{IsWhite_Space}";

  /**
   * What is there and shows nothing: controls, what Unicode's property Default_Ignorable_Code_Point
   * has beside them (fillers, variation selectors, what is reserved for their like), and Braille's
   * blank.
   */
  private static final String INVISIBLE =
      "\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}"
          + "\\x{180B}-\\x{180F}\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0000}-\\x{E0FFF}";

  /** Nothing invisible, and no blank at an end: two names that differ look different. */
  private static final Pattern NAME =
      Pattern.compile("(?!%1$s)[^%2$s]{1,255}(?<!%1$s)".formatted(BLANK, INVISIBLE));

  /** Whoever is on the same machine. It sees what was created from there, not everybody's. */
  static final Identity LOCAL = new Identity("local", Set.of(Group.SUBMITTER));

  /**
   * @throws IllegalArgumentException when the name is none
   */
  public Identity {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("this is no caller's name");
    }
    groups = Set.copyOf(groups);
  }

  /** Of groups by name, those that are not ours left out. */
  public static Identity of(String name, Collection<String> groups) {
    Set<Group> known = EnumSet.noneOf(Group.class);
    groups.forEach(group -> Group.named(group).ifPresent(known::add));
    return new Identity(name, known);
  }

  /** Whether it sees and handles everybody's jobs. */
  boolean isOperator() {
    return groups.contains(Group.OPERATOR);
  }
}
