package org.meanwhile.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedDataSourceTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:./data/jobs;WRITE_DELAY=0, jdbc:h2:plain:./data/jobs;WRITE_DELAY=0",
    "jdbc:h2:async:/srv/jobs, jdbc:h2:plain:/srv/jobs",
    "jdbc:h2:async:file:~/jobs, jdbc:h2:plain:~/jobs",
    "jdbc:h2:FILE:C:/jobs, jdbc:h2:plain:C:/jobs",
    "jdbc:h2:plain:./jobs, jdbc:h2:plain:./jobs",
    "jdbc:h2:mem:jobs, jdbc:h2:mem:jobs",
    "jdbc:h2:tcp://localhost/jobs, jdbc:h2:tcp://localhost/jobs",
    "jdbc:h2:split:./jobs, jdbc:h2:split:./jobs"
  })
  void urls_of_files_of_this_machine_get_the_plain_scheme(String configured, String used) {
    EmbeddedDataSource source = new EmbeddedDataSource();

    source.setUrl(configured);

    assertThat(source.getUrl()).isEqualTo(used);
  }

  @Test
  void an_interrupt_does_not_close_the_database() throws SQLException {
    EmbeddedDataSource source = source();
    byte[] megabytes = new byte[3 << 20];
    Arrays.fill(megabytes, (byte) 7);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (data VARBINARY(4000000))");
      Thread.currentThread().interrupt();
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
        insert.setBytes(1, megabytes);
        insert.executeUpdate();
      }
      statement.execute("CHECKPOINT SYNC");
    } finally {
      Thread.interrupted();
    }

    // Closing the last connection closed the database: the next one opens its file again.
    assertThat(temp.resolve("jobs.mv.db")).exists();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT data FROM kept")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getBytes(1)).isEqualTo(megabytes);
    }
  }

  @Test
  void a_file_that_is_open_cannot_be_opened_by_another_data_source() throws SQLException {
    EmbeddedDataSource plain = source();
    EmbeddedDataSource other = new EmbeddedDataSource();
    other.setUrl("jdbc:h2:nio:" + temp.resolve("jobs"));
    other.setUser("meanwhile");
    other.setPassword("meanwhile");
    try (Connection first = plain.getConnection()) {
      assertThat(first.isValid(1)).isTrue();
      assertThatThrownBy(other::getConnection).hasMessageContaining("already in use");
    }
  }

  private EmbeddedDataSource source() {
    EmbeddedDataSource source = new EmbeddedDataSource();
    source.setUrl("jdbc:h2:" + temp.resolve("jobs"));
    source.setUser("meanwhile");
    source.setPassword("meanwhile");
    return source;
  }
}
