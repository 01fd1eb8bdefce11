package org.meanwhile.builtin.command;

import java.util.ArrayList;
import java.util.List;

/** Splits a configured text into words; see the package for its quotes. */
final class CommandLineParser {

  private static final char NONE = 0;

  private final List<String> words = new ArrayList<>();

  /** Null between words: {@code ''} is a word, too. */
  private StringBuilder word;

  private char quote = NONE;

  private CommandLineParser() {}

  /**
   * @throws IllegalArgumentException when a quote is not closed
   */
  static List<String> split(String text) {
    CommandLineParser split = new CommandLineParser();
    text.chars().forEach(each -> split.take((char) each));
    if (split.quote != NONE) {
      throw new IllegalArgumentException("a quote " + split.quote + " is not closed");
    }
    split.end();
    return split.words;
  }

  private void take(char c) {
    if (quote == NONE && Character.isWhitespace(c)) {
      end();
      return;
    }
    if (word == null) {
      word = new StringBuilder();
    }
    if (quote == NONE && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = NONE;
    } else {
      word.append(c);
    }
  }

  private void end() {
    if (word != null) {
      words.add(word.toString());
    }
    word = null;
  }
}
