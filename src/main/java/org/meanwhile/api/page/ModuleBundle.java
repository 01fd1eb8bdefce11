package org.meanwhile.api.page;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one script of ES modules, so that a browser fetches one file instead of one for each.
 *
 * <p>Each module becomes a function that is called once and returns what the module exports, after
 * those that it imports. It understands the forms that the console uses, named imports and exports
 * of declarations, and refuses others; lines stay lines. Live bindings of variables are not kept:
 * nothing but constants, functions and classes may be exported.
 */
final class ModuleBundle {
  private static final Pattern IMPORT =
      Pattern.compile("^import \\{([^}]*)\\} from '(\\.[^']+)';$", Pattern.MULTILINE);

  private static final Pattern EXPORT =
      Pattern.compile("^export ((?:async )?function|class|const) (\\w+)", Pattern.MULTILINE);

  /** What is left of imports and exports when all that is understood is replaced. */
  private static final Pattern NOT_UNDERSTOOD =
      Pattern.compile("^(?:import\\b[^(].*|export\\b.*)$", Pattern.MULTILINE);

  private static final Pattern AS = Pattern.compile("\\bas\\b");

  /** Returns the text of a module. */
  @FunctionalInterface
  interface Source {
    String read(String path);
  }

  private final Source source;
  private final Map<String, String> made = new LinkedHashMap<>();
  private final Set<String> opened = new LinkedHashSet<>();

  private ModuleBundle(Source source) {
    this.source = source;
  }

  /**
   * Returns the script of a module and of all that it imports.
   *
   * @throws IllegalStateException when a module cannot be understood, or modules import each other
   */
  static String of(String path, Source source) {
    ModuleBundle bundle = new ModuleBundle(source);
    bundle.add(path);
    return String.join("\n", bundle.made.values());
  }

  private void add(String path) {
    if (made.containsKey(path)) {
      return;
    }
    if (!opened.add(path)) {
      throw new IllegalStateException("modules import each other: " + opened + " and " + path);
    }
    String text = source.read(path);
    for (MatchResult each : IMPORT.matcher(text).results().toList()) {
      add(resolve(path, each.group(2)));
    }
    opened.remove(path);
    made.put(path, function(path, text));
  }

  private static String resolve(String path, String imported) {
    return URI.create(path).resolve(imported).toString();
  }

  private String function(String path, String text) {
    List<String> exported = new ArrayList<>();
    EXPORT.matcher(text).results().forEach(each -> exported.add(each.group(2)));
    String body =
        EXPORT
            .matcher(IMPORT.matcher(text).replaceAll(each -> constants(path, each)))
            .replaceAll("$1 $2");
    Matcher strange = NOT_UNDERSTOOD.matcher(body);
    if (strange.find()) {
      throw new IllegalStateException(
          path + " has a form that is not understood: " + strange.group());
    }
    StringJoiner names = new StringJoiner(", ", "return { ", " };");
    exported.forEach(names::add);
    return "// " + path + "\nconst " + name(path) + " = (() => {\n" + body + names + "\n})();\n";
  }

  private static String constants(String path, MatchResult each) {
    String names = AS.matcher(each.group(1)).replaceAll(":");
    return Matcher.quoteReplacement(
        "const {" + names + "} = " + name(resolve(path, each.group(2))) + ";");
  }

  private static String name(String path) {
    return "$" + path.replaceAll("\\W", "_");
  }
}
