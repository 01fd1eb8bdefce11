package org.meanwhile.builtin.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A program and its arguments, with places for parameters; see the package for its syntax. */
final class CommandLine {

  private final String program;
  private final List<ArgumentTemplate> words;

  private CommandLine(String program, List<ArgumentTemplate> words) {
    this.program = program;
    this.words = words;
  }

  /**
   * @throws IllegalArgumentException when it is no line; the message says what to change
   */
  static CommandLine parse(String line) {
    List<ArgumentTemplate> words =
        CommandLineParser.split(line).stream().map(ArgumentTemplate::parse).toList();
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the line has no program");
    }
    if (!words.get(0).parameters().isEmpty()) {
      throw new IllegalArgumentException("the program itself cannot be a parameter");
    }
    String program = words.get(0).literal();
    if (program.isEmpty() || (program.contains("/") && !Path.of(program).isAbsolute())) {
      throw new IllegalArgumentException("the program must be an absolute path or a plain name");
    }
    return new CommandLine(program, words.subList(1, words.size()));
  }

  /** All that it has places for. */
  Set<String> parameters() {
    return words.stream().flatMap(each -> each.parameters().stream()).collect(Collectors.toSet());
  }

  /** The program and its arguments for these values, or what is wrong with them. */
  Arguments with(Map<String, Object> values) {
    Arguments arguments = new Arguments(program);
    for (ArgumentTemplate word : words) {
      word.expand(values, arguments);
    }
    return arguments;
  }
}
