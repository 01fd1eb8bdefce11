package org.meanwhile.builtin;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/**
 * Finds the names that an administrator chose by setting properties: {@code
 * meanwhile.backup.sources.docs=/srv/docs} makes the name {@code docs}.
 *
 * <p>An environment variable makes a name too: {@code MEANWHILE_BACKUP_SOURCES_MY_DOCS} makes
 * {@code my-docs}. MicroProfile Config finds the value of a property in the environment, but cannot
 * derive the property's name from the variable's; so upper case becomes lower case, and {@code _}
 * becomes {@code -}. A variable that overrides a property written with dots adds no name.
 */
public final class ConfiguredNames {
  private ConfiguredNames() {}

  /**
   * Returns the names between {@code prefix} and {@code suffix} in all properties.
   *
   * @param prefix with its last dot, such as {@code meanwhile.export.}
   * @param suffix with its first dot, such as {@code .sql}, or empty
   * @return the names in alphabetical order
   */
  public static Set<String> between(Config config, String prefix, String suffix) {
    Set<String> names = new TreeSet<>();
    Set<String> variables = new TreeSet<>();
    for (String property : config.getPropertyNames()) {
      if (isBetween(property, prefix, suffix)) {
        names.add(middle(property, prefix, suffix));
      } else if (isBetween(variable(property), variable(prefix), variable(suffix))
          && property.indexOf('.') < 0) {
        variables.add(middle(variable(property), prefix, suffix));
      }
    }
    names.forEach(name -> variables.remove(variable(name)));
    for (String variable : variables) {
      names.add(variable.toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return names;
  }

  private static boolean isBetween(String property, String prefix, String suffix) {
    return property.length() > prefix.length() + suffix.length()
        && property.startsWith(prefix)
        && property.endsWith(suffix);
  }

  private static String middle(String property, String prefix, String suffix) {
    return property.substring(prefix.length(), property.length() - suffix.length());
  }

  /** The environment variable in which MicroProfile Config looks a property up. */
  private static String variable(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
