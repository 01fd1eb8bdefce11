package org.meanwhile.builtin.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One word of a command line: literal parts and parameters, in order. */
record ArgumentTemplate(List<Part> parts) {

  private static final Pattern PART =
      Pattern.compile(
          "(?<open>\\{\\{)|(?<close>}})|\\{(?<name>[A-Za-z_][\\w.-]*)}|(?<text>[^{}]+)|(?<bad>.)",
          Pattern.DOTALL);

  /**
   * @param parameter whether the text is the name of a parameter
   */
  record Part(String text, boolean parameter) {}

  /**
   * @throws IllegalArgumentException for a brace that is neither doubled nor part of {@code {name}}
   */
  static ArgumentTemplate parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher found = PART.matcher(text);
    while (found.find()) {
      if (found.group("bad") != null) {
        throw new IllegalArgumentException(
            "in '" + text + "': {name} is a parameter; write {{ and }} for braces");
      }
      if (found.group("name") != null) {
        parts.add(new Part(found.group("name"), true));
      } else {
        boolean doubled = found.group("text") == null;
        parts.add(new Part(doubled ? found.group().substring(1) : found.group(), false));
      }
    }
    return new ArgumentTemplate(List.copyOf(parts));
  }

  List<String> parameters() {
    return parts.stream().filter(Part::parameter).map(Part::text).toList();
  }

  /** The text of a template without parameters. */
  String literal() {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text()));
    return text.toString();
  }

  /**
   * Adds the arguments that this template makes of the values: none when a value is absent or null,
   * one for each item when the template is a single parameter whose value is an array, and
   * otherwise one.
   */
  void expand(Map<String, @Nullable Object> values, Arguments arguments) {
    List<String> names = parameters();
    if (names.isEmpty()) {
      arguments.addLiteral(literal());
    } else if (names.stream().map(values::get).allMatch(Objects::nonNull)) {
      Object first = values.get(names.get(0));
      if (parts.size() == 1 && first instanceof List<?> items) {
        for (int i = 0; i < items.size(); i++) {
          arguments.start(names.get(0), i).value(items.get(i)).end();
        }
      } else {
        fill(values, arguments.start(names.get(0)));
      }
    }
  }

  private void fill(Map<String, @Nullable Object> values, Arguments.Argument argument) {
    for (Part part : parts) {
      if (part.parameter()) {
        argument.value(values.get(part.text()));
      } else {
        argument.literal(part.text());
      }
    }
    argument.end();
  }
}
