package org.meanwhile.database;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.meanwhile.platform.Settings;

/**
 * Brings the database's tables up to date when the application starts, before anything uses them.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {
  /**
   * Keeps other nodes from migrating with an advisory lock of the session, which ends with it.
   * Flyway's default is a lock of a transaction: that would be idle while a long migration runs,
   * and PostgreSQL would end it by {@code idle_in_transaction_session_timeout}, which operators are
   * told to set.
   */
  private static final Map<String, String> SESSION_LOCK =
      Map.of("flyway.postgresql.transactional.lock", "false");

  /** Flyway retries once a second: a node waits an hour for another node that migrates. */
  private static final int LOCK_RETRIES = 3600;

  @Inject private Database database;

  @Inject private Settings settings;

  // Payara finds the method of an EJB's callback by its name alone: beside another one of the same
  // name it sometimes took that, and the start failed.
  @PostConstruct
  void start() {
    if (!database.isMigrated()) {
      settings.standard("meanwhile.db.url").ifPresent(DataDirectory::restrict);
    }
    migrate(database);
  }

  static void migrate(Database database) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database.source())
        .locations("classpath:" + database.dialect().migrations())
        .configuration(SESSION_LOCK)
        .lockRetryCount(LOCK_RETRIES)
        .callbacks(new NoNetworkTimeout())
        .load()
        .migrate();
  }

  /**
   * Lifts the connection's network timeout for each migration: it bounds how long a node at work
   * waits for an answer, and a migration may take longer.
   */
  private static final class NoNetworkTimeout extends BaseCallback {
    private int timeoutMillis;

    @Override
    public boolean supports(Event event, Context context) {
      return switch (event) {
        case BEFORE_EACH_MIGRATE, AFTER_EACH_MIGRATE, AFTER_EACH_MIGRATE_ERROR -> true;
        default -> false;
      };
    }

    @Override
    public void handle(Event event, Context context) {
      try {
        if (event == Event.BEFORE_EACH_MIGRATE) {
          timeoutMillis = context.getConnection().getNetworkTimeout();
          context.getConnection().setNetworkTimeout(Runnable::run, 0);
        } else {
          context.getConnection().setNetworkTimeout(Runnable::run, timeoutMillis);
        }
      } catch (SQLException e) {
        if (event != Event.AFTER_EACH_MIGRATE_ERROR) {
          throw new DatabaseFailure(e);
        }
        // The connection is gone. The failure of the migration itself says why.
      }
    }
  }
}
