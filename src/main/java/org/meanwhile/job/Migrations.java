package org.meanwhile.job;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;

/**
 * Brings the database's tables up to date when the application starts, before anything uses them.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {
  @Inject private Database database;

  @PostConstruct
  void migrate() {
    migrate(database);
  }

  static void migrate(Database database) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database.source())
        .locations("classpath:" + database.dialect().migrations())
        .load()
        .migrate();
  }
}
