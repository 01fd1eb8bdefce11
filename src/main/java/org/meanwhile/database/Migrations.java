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
   * The session that migrates keeps other nodes from it by a lock of its own, which goes with it.
   * The other kind of lock is that of a transaction, which would be idle while a long migration
   * runs, and be ended by the time limit that operators are told to set.
   */
  private static final Map<String, String> LOCK_OF_THE_SESSION =
      Map.of("flyway.postgresql.transactional.lock", "false");

  /** So long a node waits for another that migrates. */
  private static final int LOCK_SECONDS = 3600;

  @Inject private Database database;

  @Inject private Settings settings;

  @PostConstruct
  void migrate() {
    if (!database.hasTables()) {
      settings.standard("meanwhile.db.url").ifPresent(DataDirectory::close);
    }
    migrate(database);
  }

  static void migrate(Database database) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database.source())
        .locations("classpath:" + database.dialect().migrations())
        .configuration(LOCK_OF_THE_SESSION)
        .lockRetryCount(LOCK_SECONDS)
        .callbacks(new InItsOwnTime())
        .load()
        .migrate();
  }

  /** A migration may take longer than an answer to a node at work, which a connection waits for. */
  private static final class InItsOwnTime extends BaseCallback {
    private int usualMillis;

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
          usualMillis = context.getConnection().getNetworkTimeout();
          context.getConnection().setNetworkTimeout(Runnable::run, 0);
        } else {
          context.getConnection().setNetworkTimeout(Runnable::run, usualMillis);
        }
      } catch (SQLException e) {
        if (event != Event.AFTER_EACH_MIGRATE_ERROR) {
          throw new DatabaseFailure(e);
        }
        // The connection is gone; that the migration failed tells more.
      }
    }
  }
}
