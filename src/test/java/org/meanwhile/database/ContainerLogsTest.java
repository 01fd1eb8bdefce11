package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ContainerLogsTest {
  private final ContainerLogs.OutageFilter filter = new ContainerLogs.OutageFilter();

  private boolean isWritten(Level level, String message, Throwable thrown) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName("javax.enterprise.resource.resourceadapter.com.sun.gjc.spi");
    record.setThrown(thrown);
    return filter.isLoggable(record);
  }

  @Test
  void what_says_only_that_the_database_is_away_is_dropped() {
    Exception away = new IllegalStateException(new SQLException("closed", "08003"));

    assertThat(isWritten(Level.SEVERE, "RAR5031:System Exception", away)).isFalse();
    assertThat(isWritten(Level.SEVERE, "RAR5031:System Exception", new SQLException("x", "42P01")))
        .isTrue();
  }

  @Test
  void a_warning_without_an_exception_is_written_once_a_minute() {
    assertThat(isWritten(Level.WARNING, "RAR5117 : Failed to obtain a connection", null)).isTrue();
    assertThat(isWritten(Level.WARNING, "RAR5117 : Failed to obtain a connection", null)).isFalse();
    assertThat(isWritten(Level.WARNING, "RAR8066: Cleanup of a resource", null)).isTrue();
  }

  @Test
  void what_the_pool_tells_is_written_once_a_minute_and_what_others_tell_each_time() {
    assertThat(isWritten(Level.INFO, "jdbc.exc_custom_validation", null)).isTrue();
    assertThat(isWritten(Level.INFO, "jdbc.exc_custom_validation", null)).isFalse();

    LogRecord other = new LogRecord(Level.INFO, "something is ready");
    other.setLoggerName("jakarta.enterprise.ejb.container");
    assertThat(filter.isLoggable(other)).isTrue();
    assertThat(filter.isLoggable(other)).isTrue();
  }
}
