package org.meanwhile.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The data source of {@code meanwhile.db.class}, with limits for what the container's pool does
 * with it: a new connection may take {@link #LOGIN_LIMIT}, and the look whether an idle connection
 * still works {@link #VALIDATION_LIMIT}.
 *
 * <p>The pool asks {@link Connection#isValid} without a limit. On a network that swallows packets,
 * each idle connection would then hold the thread that wants one for as long as the socket may be
 * silent, one after the other.
 */
public class LimitedDataSource implements DataSource {
  /** Unless the database's URL has a limit of its own. */
  static final Duration LOGIN_LIMIT = Duration.ofSeconds(5);

  static final Duration VALIDATION_LIMIT = Duration.ofSeconds(2);

  private final Map<String, String> properties = new TreeMap<>();
  private String className = "";
  private int loginSeconds;
  private @Nullable DataSource delegate;

  /** For the container, which then calls the setters. */
  public LimitedDataSource() {}

  LimitedDataSource(DataSource delegate) {
    this.delegate = delegate;
  }

  /** The class of the data source that makes the connections; it must have a bean's setters. */
  public void setDelegate(String className) {
    this.className = className;
  }

  public void setUrl(String url) {
    properties.put("setUrl", url);
  }

  public void setUser(String user) {
    properties.put("setUser", user);
  }

  public void setPassword(String password) {
    properties.put("setPassword", password);
  }

  private synchronized DataSource delegate() throws SQLException {
    if (delegate == null) {
      DataSource made = make();
      if (made.getLoginTimeout() == 0) {
        made.setLoginTimeout(loginSeconds > 0 ? loginSeconds : (int) LOGIN_LIMIT.toSeconds());
      }
      delegate = made;
    }
    return delegate;
  }

  private DataSource make() throws SQLException {
    try {
      // The driver is in the WAR, or in the server's own library, which this loader sees too. The
      // thread's loader is another one while the container deploys.
      DataSource made =
          Class.forName(className, true, LimitedDataSource.class.getClassLoader())
              .asSubclass(DataSource.class)
              .getConstructor()
              .newInstance();
      for (Map.Entry<String, String> property : properties.entrySet()) {
        setter(made, property.getKey()).invoke(made, property.getValue());
      }
      return made;
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new SQLException("meanwhile.db.class cannot be used: " + className, "08001", e);
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

  @Override
  public Connection getConnection() throws SQLException {
    return limited(delegate().getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return limited(delegate().getConnection(user, password));
  }

  private static Connection limited(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            LimitedDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new Limits(connection));
  }

  private record Limits(Connection connection) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      return switch (method.getName()) {
        case "isValid" -> isValid(arguments == null ? 0 : (Integer) arguments[0]);
        case "equals" -> arguments != null && proxy == arguments[0];
        default -> call(method, arguments);
      };
    }

    private boolean isValid(int seconds) throws SQLException {
      return connection.isValid(seconds == 0 ? (int) VALIDATION_LIMIT.toSeconds() : seconds);
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
      try {
        return method.invoke(connection, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return delegate().getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter log) throws SQLException {
    delegate().setLogWriter(log);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return delegate().getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    loginSeconds = seconds;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("org.meanwhile.database");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : delegate().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || delegate().isWrapperFor(type);
  }
}
