package org.meanwhile.security;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meanwhile.platform.Scope;

/**
 * A caller whose credentials were verified.
 *
 * @param name stored with each job that the caller creates; 1 to 255 characters, none of them a
 *     control or invisible, and no white space at an end, so that two names that differ look
 *     different
 * @param groups what the caller may do; may be empty
 * @param memberships the names of all groups that the caller is in, those of {@code groups} and any
 *     others; they decide which {@linkplain OperationAccess operations} it may use
 */
public record Identity(String name, Set<Group> groups, Set<String> memberships) {
  private static final String WHITE_SPACE = "\\p{IsWhite_Space}";

  /**
   * Characters that show nothing: controls, the rest of Unicode's Default_Ignorable_Code_Point
   * (fillers, variation selectors, and the code points reserved for more of them), and the blank
   * pattern of Braille.
   */
  private static final String INVISIBLE =
      "\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}"
          + "\\x{180B}-\\x{180F}\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0000}-\\x{E0FFF}";

  private static final Pattern NAME =
      Pattern.compile("(?!%1$s)[^%2$s]{1,255}(?<!%1$s)".formatted(WHITE_SPACE, INVISIBLE));

  /** All clients in mode {@code local}. A submitter, so that jobs of other modes stay unseen. */
  public static final Identity LOCAL = new Identity("local", Set.of(Group.SUBMITTER));

  /**
   * @throws IllegalArgumentException when the name breaks the rule above
   */
  public Identity {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name of a caller");
    }
    groups = Set.copyOf(groups);
    memberships = Set.copyOf(memberships);
  }

  /** An identity that is in no other groups than these. */
  public Identity(String name, Set<Group> groups) {
    this(name, groups, groups.stream().map(Group::word).collect(Collectors.toSet()));
  }

  /** An identity in the named groups; those that exist here decide what it may do. */
  public static Identity of(String name, Collection<String> groups) {
    Set<Group> known = EnumSet.noneOf(Group.class);
    groups.forEach(group -> Group.named(group).ifPresent(known::add));
    return new Identity(name, known, Set.copyOf(groups));
  }

  boolean isOperator() {
    return groups.contains(Group.OPERATOR);
  }

  /** The jobs that it may see and change: its own, or those of all callers for an operator. */
  public Scope scope() {
    return isOperator() ? Scope.everyone() : Scope.of(name);
  }
}
