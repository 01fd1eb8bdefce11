package org.meanwhile.security;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/**
 * Creates the {@link AccessControl} when the application starts, so that a bad setting stops the
 * start rather than the first request.
 */
@Singleton
@Startup
public class AccessControlStartup {
  @Inject private AccessControl accessControl;

  @PostConstruct
  void start() {
    accessControl.create();
  }
}
