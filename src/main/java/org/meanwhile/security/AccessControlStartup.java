package org.meanwhile.security;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Makes the door when the application starts: one that cannot be made stops the start. */
@Singleton
@Startup
public class AccessControlStartup {
  @Inject private AccessControl door;

  @PostConstruct
  void open() {
    // The call reaches through the container's proxy; before, there is nothing behind it.
    door.ready();
  }
}
