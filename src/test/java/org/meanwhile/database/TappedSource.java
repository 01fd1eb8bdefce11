package org.meanwhile.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** Lets a test come between the stores and their database, for one thread at a time. */
public final class TappedSource {

  /** What happens in between. */
  public interface Tap {
    /** The statement that the database shall have instead. */
    default String statement(String sql) throws SQLException {
      return sql;
    }

    /** A transaction wants to be over. */
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

  /** Does it with something in between. */
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

  /** The source that the stores get. */
  public DataSource source() {
    return proxy(
        DataSource.class,
        source,
        (method, arguments) -> {
          Object answer = method.invoke(source, arguments);
          return answer instanceof Connection connection ? tapped(connection) : answer;
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
    Object of(Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, T behind, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return method.getDeclaringClass() == Object.class
                    ? method.invoke(behind, arguments)
                    : call.of(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
