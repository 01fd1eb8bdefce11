package org.meanwhile.builtin.backup;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern for names below a root, in which {@code /} separates directories.
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
 * <p>Letters match case-sensitively. Braces are refused, because tools disagree about their
 * meaning.
 *
 * <p>Matching takes at most (length of the name) × (length of the glob) steps, for any glob:
 * callers write globs, and a regular expression can be made to run for years. Matching is
 * thread-safe.
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
  private int position;

  private Glob(String glob) {
    this.text = glob.codePoints().toArray();
  }

  /**
   * @throws IllegalArgumentException when the text is no glob; the message tells a caller why, and
   *     quotes nothing of the text
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
    while (position < text.length) {
      int c = text[position++];
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
    boolean startsPart = position == 1 || text[position - 2] == '/';
    int stars = 1;
    while (position < text.length && text[position] == '*') {
      stars++;
      position++;
    }
    if (stars > 1 && startsPart && position < text.length && text[position] == '/') {
      position++;
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
      if (c == '-' && position < text.length && text[position] != ']') {
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
    check(position < text.length, problem);
    return text[position++];
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

  /** Whether the glob matches the whole name. */
  boolean matches(String name) {
    BitSet states = new BitSet(tokens.size() + 1);
    enter(states, 0);
    for (int i = 0;
        i < name.length() && !states.isEmpty();
        i += Character.charCount(name.codePointAt(i))) {
      states = step(states, name.codePointAt(i));
    }
    return states.get(tokens.size());
  }

  private BitSet step(BitSet states, int c) {
    BitSet next = new BitSet(tokens.size() + 1);
    for (int i = states.nextSetBit(0); i >= 0 && i < tokens.size(); i = states.nextSetBit(i + 1)) {
      Token token = tokens.get(i);
      if (!token.accepts.test(c)) {
        continue;
      }
      switch (token.kind) {
        case ONE -> enter(next, i + 1);
        case MANY -> enter(next, i);
        case DIRECTORIES -> {
          // This state is left behind a slash only: "**/a" must not match "xa".
          next.set(i);
          if (c == '/') {
            enter(next, i + 1);
          }
        }
      }
    }
    return next;
  }

  /** Enters a state, and each following state that is reached without a character. */
  private void enter(BitSet states, int state) {
    int i = state;
    states.set(i);
    while (i < tokens.size() && tokens.get(i).kind != Kind.ONE) {
      states.set(++i);
    }
  }
}
