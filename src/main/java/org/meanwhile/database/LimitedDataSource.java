package org.meanwhile.database;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The data source that the settings name, with limits for what the container's pool does with it: a
 * new connection may take {@link #LOGIN_LIMIT}, and the look whether an idle connection still works
 * {@link #VALIDATION_LIMIT}.
 *
 * <p>The pool asks {@link Connection#isValid} without a limit. On a network that swallows packets,
 * each idle connection would then hold the thread that wants one for as long as the socket may be
 * silent, one after the other.
 */
public class LimitedDataSource implements DataSource {
  /** Unless the database's URL has a limit of its own. */
  static final Duration LOGIN_LIMIT = Duration.ofSeconds(5);

  static final Duration VALIDATION_LIMIT = Duration.ofSeconds(2);

  private @Nullable ConfiguredDataSource configured;
  private int loginSeconds;
  private @Nullable DataSource delegate;

  /** For the container, which then calls the setters. */
  public LimitedDataSource() {}

  LimitedDataSource(ConfiguredDataSource configured) {
    this.configured = configured;
  }

  /** The begin of the names of the settings: {@code meanwhile.db} or {@code meanwhile.db.read}. */
  public void setSettings(String begin) {
    configured = ConfiguredDataSource.ofServer(begin);
  }

  private synchronized DataSource delegate() throws SQLException {
    if (delegate == null) {
      DataSource made = requireNonNull(configured).make();
      limitLogin(made);
      delegate = made;
    }
    return delegate;
  }

  private void limitLogin(DataSource made) throws SQLException {
    try {
      if (made.getLoginTimeout() == 0) {
        made.setLoginTimeout(loginSeconds > 0 ? loginSeconds : (int) LOGIN_LIMIT.toSeconds());
      }
    } catch (SQLFeatureNotSupportedException e) {
      // A data source of the server has limits of its own.
    }
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
