package org.meanwhile.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/**
 * Gives out the only clock. The database's clock decides; this one says how long something took or
 * may take.
 */
@ApplicationScoped
public class SystemClock {

  /** The system's clock in UTC. */
  @Produces
  public Clock clock() {
    return Clock.systemUTC();
  }
}
