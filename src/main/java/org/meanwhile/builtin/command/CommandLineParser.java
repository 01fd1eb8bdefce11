package org.meanwhile.builtin.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a configured text into words; {@link ConfiguredCommands} describes the quotes. */
final class CommandLineParser {

  private static final char NO_QUOTE = 0;

  private final List<String> words = new ArrayList<>();

  /** Null between words; empty for the word {@code ''}. */
  private @Nullable StringBuilder word;

  private char quote = NO_QUOTE;

  private CommandLineParser() {}

  /**
   * @throws IllegalArgumentException when a quote is not closed
   */
  static List<String> split(String text) {
    CommandLineParser parser = new CommandLineParser();
    text.chars().forEach(c -> parser.accept((char) c));
    if (parser.quote != NO_QUOTE) {
      throw new IllegalArgumentException("a quote " + parser.quote + " is not closed");
    }
    parser.endWord();
    return parser.words;
  }

  private void accept(char c) {
    if (quote == NO_QUOTE && Character.isWhitespace(c)) {
      endWord();
      return;
    }
    if (word == null) {
      word = new StringBuilder();
    }
    if (quote == NO_QUOTE && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = NO_QUOTE;
    } else {
      word.append(c);
    }
  }

  private void endWord() {
    if (word != null) {
      words.add(word.toString());
    }
    word = null;
  }
}
