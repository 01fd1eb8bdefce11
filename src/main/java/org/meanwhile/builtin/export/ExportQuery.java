package org.meanwhile.builtin.export;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.meanwhile.builtin.ConfiguredNames;

/**
 * A statement that {@code meanwhile.export.<name>.sql} offers, with its {@code .data-source}.
 *
 * @param dataSource the JNDI name
 */
record ExportQuery(PositionalSql sql, String dataSource) {
  static final String DEFAULT_DATA_SOURCE = "java:app/jdbc/meanwhile";
  private static final String PREFIX = "meanwhile.export.";

  /** The names of the statements that this node offers, for the catalogue. */
  public static final class Names implements Supplier<Set<String>> {
    @Override
    public Set<String> get() {
      return in(ConfigProvider.getConfig(Names.class.getClassLoader())).keySet();
    }
  }

  /** Returns the statements of a configuration by their names. */
  static Map<String, ExportQuery> in(Config config) {
    Map<String, ExportQuery> queries = new TreeMap<>();
    for (String name : ConfiguredNames.between(config, PREFIX, ".sql")) {
      String dataSource =
          config
              .getOptionalValue(PREFIX + name + ".data-source", String.class)
              .orElse(DEFAULT_DATA_SOURCE);
      config
          .getOptionalValue(PREFIX + name + ".sql", String.class)
          .ifPresent(sql -> queries.put(name, new ExportQuery(PositionalSql.of(sql), dataSource)));
    }
    return queries;
  }

  /** Returns the problems of the parameters by their names; empty when all are valid. */
  Map<String, String> problems(Map<String, Object> parameters) {
    Map<String, String> problems = new TreeMap<>();
    for (String name : sql.parameters()) {
      if (!parameters.containsKey(name)) {
        problems.put(name, "is missing");
      }
    }
    parameters.forEach(
        (name, value) -> {
          if (!sql.parameters().contains(name)) {
            problems.put(name, "is not a parameter of this query");
          } else if (!isScalar(value)) {
            problems.put(name, "must be text, a number, a boolean or null");
          }
        });
    return problems;
  }

  private static boolean isScalar(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean;
  }
}
