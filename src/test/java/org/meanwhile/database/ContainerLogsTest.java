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
  void information_is_written_but_for_the_connections_that_the_pool_found_broken() {
    for (int i = 0; i < 2; i++) {
      assertThat(isWritten(Level.INFO, "something is ready", null)).isTrue();
    }
    assertThat(isWritten(Level.INFO, "RAR9000 : Custom validation detected", null)).isTrue();
    assertThat(isWritten(Level.INFO, "RAR9000 : Custom validation detected", null)).isFalse();
  }
}
