package org.meanwhile.job;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.meanwhile.platform.Settings;

/**
 * Brings the database's tables up to date when the application starts, before anything uses them.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {
  /**
   * While a long migration runs, the connection that keeps other nodes from it is idle. In a
   * transaction it would be cut by the time limit that operators are told to set.
   */
  private static final Map<String, String> LOCK_OF_THE_SESSION =
      Map.of("flyway.postgresql.transactional.lock", "false");

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
        .load()
        .migrate();
  }
}
