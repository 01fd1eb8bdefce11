package org.meanwhile.builtin.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meanwhile.builtin.ConfiguredEntry;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.OperationInfo;
import org.meanwhile.operation.catalogue.OperationTraits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One configured program, with its settings by the last part of their names. */
final class Command {

  private static final Set<String> SETTINGS =
      Set.of(
          "line",
          "parameters",
          "title",
          "description",
          "takes",
          "yields",
          "file-required",
          "file-name",
          "environment");

  private static final String NO_PARAMETERS =
      "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";

  private final String name;
  private final ConfiguredEntry settings;

  private Command(ConfiguredEntry settings) {
    this.name = settings.name();
    this.settings = settings;
  }

  /**
   * Returns the operations that the settings {@code <name>.<setting>} configure.
   *
   * @param settings values by names without the prefix {@code meanwhile.command.}
   * @throws IllegalArgumentException for the first command that cannot be used; one line that names
   *     the command
   */
  static List<OfferedOperation> offered(Map<String, String> settings) {
    return ConfiguredEntry.all(settings).stream().map(entry -> new Command(entry).offer()).toList();
  }

  private OfferedOperation offer() {
    try {
      settings.requireOnly(SETTINGS, "command");
      CommandLine line = CommandLine.parse(settings.text("line").orElse(""));
      RunCommand run =
          new RunCommand(
              line, environment(), info().yields().get(0), settings.text("file-name").orElse(name));
      OfferedOperation offered =
          OfferedOperation.of(
              info(),
              settings.text("parameters").orElse(NO_PARAMETERS),
              input -> line.expand(input).violations(),
              run);
      checkDeclared(line, offered);
      return offered;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("meanwhile.command." + name + ": " + e.getMessage(), e);
    }
  }

  private OperationInfo info() {
    List<String> yields = settings.list("yields");
    return new OperationInfo(
        name,
        settings.text("title").orElse(name),
        settings.text("description").orElse(""),
        settings.list("takes"),
        settings.flag("file-required", true),
        yields.isEmpty() ? List.of("application/octet-stream") : yields,
        1,
        OperationTraits.PROGRAM);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String word : CommandLineParser.split(settings.text("environment").orElse(""))) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + word + "' in environment is not NAME=value");
      }
      environment.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return environment;
  }

  /** Without this check, a misspelt parameter would silently leave its argument out. */
  private static void checkDeclared(CommandLine line, OfferedOperation offered) {
    JsonNode declared = new JsonMapper().readTree(offered.inputSchema()).path("properties");
    for (String parameter : line.parameters()) {
      if (!declared.has(parameter)) {
        throw new IllegalArgumentException(
            "the line has {" + parameter + "}, which is no property of its parameters");
      }
    }
  }
}
