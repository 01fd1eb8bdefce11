package org.meanwhile.platform;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One named value that an operator may set, with its default and the rule that it must obey.
 *
 * @param name the full name, beginning with {@code meanwhile.}
 * @param fallback the value as text when nobody set it
 * @param parse reads the text; throws anything when it cannot
 * @param rule whether a value that was read is allowed
 * @param must the rule in words, for the line that stops the start
 */
public record Setting<T>(
    String name, String fallback, Function<String, T> parse, Predicate<T> rule, String must) {

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException one line that names the setting and its rule; the value is not
   *     repeated, it may be a secret
   */
  T read(String text) {
    try {
      T value = parse.apply(text.strip());
      if (rule.test(value)) {
        return value;
      }
    } catch (RuntimeException unreadable) {
      // Said below, in the operator's words rather than the parser's.
    }
    throw new IllegalArgumentException(name + " must be " + must);
  }
}
