package org.meanwhile.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.UUID;

/**
 * Who this node is. Its incarnation is made anew at each start, and whenever the others may have
 * given it up: work that an earlier incarnation began is not this one's.
 */
@ApplicationScoped
public class NodeIdentity {
  private final String name = ManagementFactory.getRuntimeMXBean().getName();
  private volatile UUID incarnation = UUID.randomUUID();

  /** What people call it: process and host; not unique. */
  public String name() {
    return name;
  }

  /** The present incarnation. */
  public UUID incarnation() {
    return incarnation;
  }

  /** Begins another life. */
  public UUID reincarnate() {
    incarnation = UUID.randomUUID();
    return incarnation;
  }
}
