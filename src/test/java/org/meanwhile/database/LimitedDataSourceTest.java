package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.spi.NamingManager;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

class LimitedDataSourceTest {

  private static LimitedDataSource source(Class<?> type, String url) {
    Map<String, String> settings =
        Map.of(
            "db.class",
            type.getName(),
            "db.url",
            url,
            "db.user",
            "meanwhile",
            "db.password",
            "meanwhile");
    return new LimitedDataSource(
        new ConfiguredDataSource("db", name -> Optional.ofNullable(settings.get(name))));
  }

  @Test
  void connections_are_those_of_the_configured_class() throws SQLException {
    LimitedDataSource source = source(JdbcDataSource.class, "jdbc:h2:mem:limited");

    try (Connection connection = source.getConnection()) {
      assertThat(connection.isValid(0)).isTrue();
      assertThat(connection.equals(connection)).isTrue();
      assertThat(connection.getMetaData().getUserName()).isEqualToIgnoringCase("meanwhile");
      assertThatThrownBy(() -> connection.prepareStatement("NO SQL"))
          .as("the driver's exception, as it is")
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void a_class_that_is_no_data_source_is_told_by_its_name() {
    LimitedDataSource source = source(String.class, "jdbc:none");

    assertThatThrownBy(source::getConnection).hasMessageContaining("java.lang.String");
  }

  @Test
  void a_url_that_the_class_refuses_is_told_by_the_name_of_its_setting_alone() {
    LimitedDataSource source = source(PGSimpleDataSource.class, "jdbc:none:x?password=secret");

    assertThatThrownBy(source::getConnection).hasMessage("db.url cannot be used").hasNoCause();
  }

  /** Accepts connections and never answers, as a database behind a broken network. */
  @Test
  @Timeout(30)
  void a_login_that_is_not_answered_is_given_up() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      LimitedDataSource source =
          source(
              PGSimpleDataSource.class,
              "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/none?socketTimeout=3600");
      source.setLoginTimeout(1);

      assertThatThrownBy(source::getConnection)
          .isInstanceOf(SQLException.class)
          .matches(DatabaseFailure::isUnavailable);
    }
  }

  @Test
  void a_login_limit_of_the_url_is_kept() throws SQLException {
    LimitedDataSource own =
        source(PGSimpleDataSource.class, "jdbc:postgresql://127.0.0.1:1/none?loginTimeout=9");
    LimitedDataSource none = source(PGSimpleDataSource.class, "jdbc:postgresql://127.0.0.1:1/none");

    assertThat(Duration.ofSeconds(own.getLoginTimeout())).isEqualTo(Duration.ofSeconds(9));
    assertThat(Duration.ofSeconds(none.getLoginTimeout())).isEqualTo(LimitedDataSource.LOGIN_LIMIT);
  }

  @Test
  void a_data_source_of_the_server_is_found_by_its_name() throws Exception {
    JdbcDataSource ofServer = new JdbcDataSource();
    ofServer.setURL("jdbc:h2:mem:of-the-server");
    Map<String, DataSource> names = Map.of("jdbc/jobs", ofServer);
    NamingManager.setInitialContextFactoryBuilder(
        environment ->
            any ->
                new InitialContext(true) {
                  @Override
                  public Object lookup(String name) {
                    return names.get(name);
                  }
                });
    Map<String, String> settings = Map.of("db.jndi", "jdbc/jobs", "db.class", "is.not.Looked.At");
    LimitedDataSource source =
        new LimitedDataSource(
            new ConfiguredDataSource("db", name -> Optional.ofNullable(settings.get(name))));

    try (Connection connection = source.getConnection()) {
      assertThat(connection.getMetaData().getURL()).isEqualTo("jdbc:h2:mem:of-the-server");
    }
  }
}
