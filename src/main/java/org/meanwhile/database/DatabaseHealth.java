package org.meanwhile.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers and has the tables of this version. */
@Readiness
@ApplicationScoped
public class DatabaseHealth implements HealthCheck {
  @Inject private Database database;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(database.hasTables()).build();
  }
}
