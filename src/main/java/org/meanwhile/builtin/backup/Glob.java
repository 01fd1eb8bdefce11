package org.meanwhile.builtin.backup;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern for names below a root, whose parts are parted by {@code /}.
 *
 * <ul>
 *   <li>{@code ?} is one character, {@code *} any number of them, but no {@code /}
 *   <li>{@code **} is any number of characters, {@code /} too; <code>&#42;&#42;/</code> is any
 *       number of directories, none too, so <code>&#42;&#42;/&#42;.txt</code> also matches {@code
 *       a.txt} (unlike {@link java.nio.file.PathMatcher}'s)
 *   <li>{@code [a-z_]} is one of these characters, {@code [!a-z]} any other but {@code /}
 *   <li>{@code \} takes the next character as it is
 *   <li>a trailing {@code /} stands for all that is in the directory
 * </ul>
 *
 * <p>The case of letters counts. Braces are refused, for readers disagree about them. Matching
 * takes at most (length of the name) × (length of the glob) steps, whatever the glob: callers write
 * them, and a regular expression could be made to run for years.
 */
final class Glob {
  static final int MAX_LENGTH = 256;
  private static final IntPredicate ANY = c -> true;
  private static final IntPredicate NOT_SLASH = c -> c != '/';

  private enum Kind {
    ONE,
    MANY,
    DIRECTORIES
  }

  private record Token(Kind kind, IntPredicate accepts) {}

  private final List<Token> tokens = new ArrayList<>();
  private final int[] text;
  private int at;

  private Glob(String glob) {
    this.text = glob.codePoints().toArray();
  }

  /**
   * @throws IllegalArgumentException when it is no such glob; the message says why, for callers,
   *     and quotes nothing
   */
  static Glob of(String glob) {
    check(!glob.isEmpty(), "is empty");
    check(glob.length() <= MAX_LENGTH, "is longer than 256 characters");
    check(!glob.startsWith("/"), "must be relative to the root of the tree, without a leading /");
    for (String part : glob.split("/")) {
      check(!part.equals(".") && !part.equals(".."), "must not have parts . or ..");
    }
    Glob parsed = new Glob(glob.endsWith("/") ? glob + "**" : glob);
    parsed.parse();
    return parsed;
  }

  private void parse() {
    while (at < text.length) {
      int c = text[at++];
      switch (c) {
        case '?' -> tokens.add(new Token(Kind.ONE, NOT_SLASH));
        case '*' -> parseStars();
        case '[' -> tokens.add(new Token(Kind.ONE, parseSet()));
        case '{', '}' -> throw new IllegalArgumentException("has a brace: give two globs instead");
        case '\\' -> tokens.add(literal(next("ends in a backslash")));
        default -> tokens.add(literal(c));
      }
    }
  }

  private void parseStars() {
    boolean startsPart = at == 1 || text[at - 2] == '/';
    int stars = 1;
    while (at < text.length && text[at] == '*') {
      stars++;
      at++;
    }
    if (stars > 1 && startsPart && at < text.length && text[at] == '/') {
      at++;
      tokens.add(new Token(Kind.DIRECTORIES, ANY));
    } else {
      tokens.add(new Token(Kind.MANY, stars > 1 ? ANY : NOT_SLASH));
    }
  }

  private IntPredicate parseSet() {
    String unclosed = "has a [ without its ]";
    int c = next(unclosed);
    boolean negated = c == '!';
    if (negated) {
      c = next(unclosed);
    }
    check(c != ']', "has an empty set");
    IntPredicate accepted = x -> false;
    while (c != ']') {
      int low = c == '\\' ? next(unclosed) : c;
      check(low != '/', "has a / in a set");
      c = next(unclosed);
      int high = low;
      if (c == '-' && at < text.length && text[at] != ']') {
        c = next(unclosed);
        high = c == '\\' ? next(unclosed) : c;
        c = next(unclosed);
      }
      check(low <= high, "has a range that runs backwards");
      accepted = accepted.or(range(low, high));
    }
    return NOT_SLASH.and(negated ? accepted.negate() : accepted);
  }

  private int next(String problem) {
    check(at < text.length, problem);
    return text[at++];
  }

  private static IntPredicate range(int low, int high) {
    return c -> c >= low && c <= high;
  }

  private static Token literal(int literal) {
    return new Token(Kind.ONE, c -> c == literal);
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Whether it matches the whole name. May be called by several threads. */
  boolean matches(String name) {
    BitSet now = new BitSet(tokens.size() + 1);
    enter(now, 0);
    for (int i = 0;
        i < name.length() && !now.isEmpty();
        i += Character.charCount(name.codePointAt(i))) {
      now = step(now, name.codePointAt(i));
    }
    return now.get(tokens.size());
  }

  private BitSet step(BitSet now, int c) {
    BitSet next = new BitSet(tokens.size() + 1);
    for (int i = now.nextSetBit(0); i >= 0 && i < tokens.size(); i = now.nextSetBit(i + 1)) {
      Token token = tokens.get(i);
      if (!token.accepts.test(c)) {
        continue;
      }
      switch (token.kind) {
        case ONE -> enter(next, i + 1);
        case MANY -> enter(next, i);
        case DIRECTORIES -> {
          // Left only behind a slash: "**/a" must not match "xa".
          next.set(i);
          if (c == '/') {
            enter(next, i + 1);
          }
        }
      }
    }
    return next;
  }

  /** Enters a state and all those behind it that need no character. */
  private void enter(BitSet states, int state) {
    int i = state;
    states.set(i);
    while (i < tokens.size() && tokens.get(i).kind != Kind.ONE) {
      states.set(++i);
    }
  }
}
