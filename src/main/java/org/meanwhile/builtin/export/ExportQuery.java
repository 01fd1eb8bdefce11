package org.meanwhile.builtin.export;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
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
  Map<String, String> problems(Map<String, @Nullable Object> parameters) {
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
          } else if (value instanceof String text && !isStorable(text)) {
            problems.put(name, "has a NUL or half a surrogate pair, which no database takes");
          }
        });
    return problems;
  }

  /** Binds the values of the parameters, which must have no {@link #problems}. */
  void bind(PreparedStatement statement, Map<String, @Nullable Object> values) throws SQLException {
    List<String> names = sql.parameters();
    for (int i = 0; i < names.size(); i++) {
      Object value = values.get(names.get(i));
      if (value == null) {
        statement.setNull(i + 1, Types.NULL);
      } else if (value instanceof BigInteger integer) {
        statement.setBigDecimal(i + 1, new BigDecimal(integer));
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  private static boolean isScalar(@Nullable Object value) {
    return value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean;
  }

  private static boolean isStorable(String text) {
    return text.codePoints()
        .allMatch(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
  }
}
