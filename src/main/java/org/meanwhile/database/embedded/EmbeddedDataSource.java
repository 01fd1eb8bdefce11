package org.meanwhile.database.embedded;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A data source of H2 that keeps its files as {@link PlainFiles}. It rewrites URLs of files on this
 * machine: {@code jdbc:h2:./data/jobs}, and the same with {@code file:} or {@code async:}. All
 * other URLs of H2 are used unchanged.
 */
public class EmbeddedDataSource implements DataSource {
  private static final Pattern FILE_URL =
      Pattern.compile("^jdbc:h2:((file|async):)*(?![a-z]{2,}:)", Pattern.CASE_INSENSITIVE);

  static {
    PlainFiles.register();
  }

  private final JdbcDataSource h2 = new JdbcDataSource();

  /** For the container, which then calls the setters. */
  public EmbeddedDataSource() {}

  /** The JDBC URL of the database; the scheme of a file is replaced by {@code plain:}. */
  public void setUrl(String url) {
    h2.setURL(FILE_URL.matcher(url).replaceFirst("jdbc:h2:" + PlainFiles.SCHEME + ":"));
  }

  /** The JDBC URL as H2 gets it, with the scheme replaced. */
  public String getUrl() {
    return h2.getURL();
  }

  public void setUser(String user) {
    h2.setUser(user);
  }

  public void setPassword(String password) {
    h2.setPassword(password);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return h2.getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return h2.getConnection(user, password);
  }

  @Override
  public PrintWriter getLogWriter() {
    return h2.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter log) {
    h2.setLogWriter(log);
  }

  @Override
  public int getLoginTimeout() {
    return h2.getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    h2.setLoginTimeout(seconds);
  }

  @Override
  public Logger getParentLogger() {
    return h2.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : h2.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || h2.isWrapperFor(type);
  }
}
