package org.meanwhile.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/**
 * Produces the clock that all rooms inject. It makes ids, checks tokens and formats estimates; the
 * database's clock decides about jobs.
 */
@ApplicationScoped
public class SystemClock {

  @Produces
  public Clock clock() {
    return Clock.systemUTC();
  }
}
