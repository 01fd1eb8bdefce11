package org.meanwhile.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.meanwhile.platform.Settings;

/**
 * Makes the data source that the settings below {@code meanwhile.db} or {@code meanwhile.db.read}
 * describe: a class with its URL, user and password, or one of the server by its JNDI name.
 *
 * <p>The settings are read here, and not by expressions in {@code web.xml}, whose syntax each
 * server has of its own, or not at all.
 */
final class ConfiguredDataSource {
  private static final List<String> PROPERTIES = List.of("url", "user", "password");

  private final String begin;
  private final Function<String, Optional<String>> config;

  ConfiguredDataSource(String begin, Function<String, Optional<String>> config) {
    this.begin = begin;
    this.config = config;
  }

  static ConfiguredDataSource ofServer(String begin) {
    return new ConfiguredDataSource(begin, Settings::configured);
  }

  DataSource make() throws SQLException {
    Optional<String> jndi = value("jndi").filter(name -> !name.isBlank());
    return jndi.isPresent() ? lookUp(jndi.get()) : ofClass(value("class").orElse(""));
  }

  private Optional<String> value(String name) {
    return config.apply(begin + "." + name);
  }

  private static DataSource lookUp(String name) throws SQLException {
    try {
      return InitialContext.doLookup(name);
    } catch (NamingException | ClassCastException e) {
      throw new SQLException("no data source has the JNDI name " + name, "08001", e);
    }
  }

  private DataSource ofClass(String className) throws SQLException {
    try {
      // The driver is in the WAR, or in the server's own library, which this loader sees too.
      DataSource made =
          Class.forName(className, true, ConfiguredDataSource.class.getClassLoader())
              .asSubclass(DataSource.class)
              .getConstructor()
              .newInstance();
      for (String property : PROPERTIES) {
        set(made, property);
      }
      return made;
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new SQLException(begin + ".class cannot be used: " + className, "08001", e);
    }
  }

  /** Without the cause, which repeats the value: a URL may have a password in it. */
  private void set(DataSource made, String property)
      throws ReflectiveOperationException, SQLException {
    try {
      setter(made, "set" + property).invoke(made, value(property).orElse(""));
    } catch (InvocationTargetException e) {
      throw new SQLException(begin + "." + property + " cannot be used", "08001");
    }
  }

  /** H2 writes {@code setURL}, others {@code setUrl}. */
  private static Method setter(DataSource source, String name) throws NoSuchMethodException {
    return Stream.of(source.getClass().getMethods())
        .filter(method -> method.getName().equalsIgnoreCase(name))
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> method.getParameterTypes()[0] == String.class)
        .findFirst()
        .orElseThrow(() -> new NoSuchMethodException(name));
  }
}
