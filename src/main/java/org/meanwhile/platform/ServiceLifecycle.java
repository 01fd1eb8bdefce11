package org.meanwhile.platform;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Starts the services of all rooms with the application, once the database has its tables, and
 * stops them before the application goes.
 *
 * <p>They stop when the application's context is about to be destroyed. That is the last moment at
 * which the database and the beans can still be used, at SIGTERM as well as at an undeployment.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
public class ServiceLifecycle {
  @Inject @Any private Instance<Service> services;
  private ServiceSequence sequence;

  @PostConstruct
  void start() {
    sequence = new ServiceSequence(services.stream().toList());
    sequence.start();
  }

  /** Stops the services; observed by the container's thread, which waits for them. */
  public void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
    sequence.stop();
  }
}
