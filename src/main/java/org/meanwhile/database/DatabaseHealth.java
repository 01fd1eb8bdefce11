package org.meanwhile.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports the node as ready while the database answers and has been migrated. */
@Readiness
@ApplicationScoped
public class DatabaseHealth implements HealthCheck {
  @Inject private Database database;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(database.isMigrated()).build();
  }
}
