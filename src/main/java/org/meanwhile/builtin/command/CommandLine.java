package org.meanwhile.builtin.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program and the templates of its arguments; {@link ConfiguredCommands} describes the syntax.
 */
final class CommandLine {

  private final String program;
  private final List<ArgumentTemplate> templates;

  private CommandLine(String program, List<ArgumentTemplate> templates) {
    this.program = program;
    this.templates = templates;
  }

  /**
   * @throws IllegalArgumentException when the line cannot be used; the message tells an
   *     administrator what to change
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

  /** The names of all parameters of the line. */
  Set<String> parameters() {
    return templates.stream()
        .flatMap(template -> template.parameters().stream())
        .collect(Collectors.toSet());
  }

  /** Returns the program and its arguments for these values, or the violations of the values. */
  Arguments expand(Map<String, @Nullable Object> values) {
    Arguments arguments = new Arguments(program);
    for (ArgumentTemplate template : templates) {
      template.expand(values, arguments);
    }
    return arguments;
  }
}
