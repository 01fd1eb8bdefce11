package org.meanwhile.builtin.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
          "repeatable",
          "environment");

  private static final String NO_PARAMETERS =
      "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";

  private final String name;
  private final Map<String, String> settings;

  private Command(String name, Map<String, String> settings) {
    this.name = name;
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
    Map<String, Map<String, String>> byName = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          int dot = key.lastIndexOf('.');
          byName
              .computeIfAbsent(key.substring(0, Math.max(dot, 0)), absent -> new LinkedHashMap<>())
              .put(key.substring(dot + 1), value);
        });
    return byName.entrySet().stream()
        .map(command -> new Command(command.getKey(), command.getValue()).offer())
        .toList();
  }

  private OfferedOperation offer() {
    try {
      settings.keySet().stream()
          .filter(key -> !SETTINGS.contains(key))
          .findFirst()
          .ifPresent(
              key -> {
                throw new IllegalArgumentException("'" + key + "' is no setting of a command");
              });
      CommandLine line = CommandLine.parse(setting("line").orElse(""));
      RunCommand run =
          new RunCommand(
              line, environment(), info().yields().get(0), setting("file-name").orElse(name));
      OfferedOperation offered =
          OfferedOperation.of(
              info(),
              setting("parameters").orElse(NO_PARAMETERS),
              input -> line.expand(input).violations(),
              run);
      checkDeclared(line, offered);
      return offered;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("meanwhile.command." + name + ": " + e.getMessage(), e);
    }
  }

  private OperationInfo info() {
    List<String> yields = list("yields");
    return new OperationInfo(
        name,
        setting("title").orElse(name),
        setting("description").orElse(""),
        list("takes"),
        flag("file-required", true),
        yields.isEmpty() ? List.of("application/octet-stream") : yields,
        1,
        OperationTraits.PROGRAM.withRepeatable(flag("repeatable", false)));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String word : CommandLineParser.split(setting("environment").orElse(""))) {
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

  private Optional<String> setting(String key) {
    return Optional.ofNullable(settings.get(key)).filter(value -> !value.isBlank());
  }

  private List<String> list(String key) {
    return setting(key).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .toList();
  }

  private boolean flag(String key, boolean fallback) {
    return switch (setting(key).orElse(String.valueOf(fallback))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + key + "' must be true or false");
    };
  }
}
