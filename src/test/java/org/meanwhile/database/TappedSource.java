package org.meanwhile.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** A data source whose statements and commits a test can intercept, for one thread at a time. */
public final class TappedSource {

  /** Intercepts the calls of one thread. By default nothing changes. */
  public interface Tap {
    /** Returns the statement that is sent to the database instead. */
    default String statement(String sql) throws SQLException {
      return sql;
    }

    /** Called instead of a commit. */
    default void commit(Connection connection) throws SQLException {
      connection.commit();
    }
  }

  private static final Tap NOTHING = new Tap() {};

  private final ThreadLocal<Tap> taps = ThreadLocal.withInitial(() -> NOTHING);
  private final DataSource source;

  public TappedSource(DataSource source) {
    this.source = source;
  }

  /** Calls the body with the tap in place for this thread. Taps nest; the inner one comes first. */
  public <T> T with(Tap tap, Callable<T> body) throws Exception {
    Tap outer = taps.get();
    taps.set(over(tap, outer));
    try {
      return body.call();
    } finally {
      taps.set(outer);
    }
  }

  private static Tap over(Tap tap, Tap outer) {
    return new Tap() {
      @Override
      public String statement(String sql) throws SQLException {
        return outer.statement(tap.statement(sql));
      }

      @Override
      public void commit(Connection connection) throws SQLException {
        tap.commit(connection);
      }
    };
  }

  /** The data source for the code under test. */
  public DataSource source() {
    return proxy(
        DataSource.class,
        source,
        (method, arguments) -> {
          Object result = method.invoke(source, arguments);
          return result instanceof Connection connection ? tapped(connection) : result;
        });
  }

  private Connection tapped(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, arguments) -> {
          if (method.getName().equals("prepareStatement")) {
            arguments[0] = taps.get().statement((String) arguments[0]);
          } else if (method.getName().equals("commit")) {
            taps.get().commit(connection);
            return null;
          }
          return method.invoke(connection, arguments);
        });
  }

  @FunctionalInterface
  private interface Call {
    Object invoke(Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, T target, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return method.getDeclaringClass() == Object.class
                    ? method.invoke(target, arguments)
                    : call.invoke(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
