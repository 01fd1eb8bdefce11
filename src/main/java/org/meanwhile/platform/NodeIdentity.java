package org.meanwhile.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.UUID;

/**
 * The name and the incarnation of this node. A node gets a new incarnation at each start, and
 * whenever other nodes may have declared it dead: jobs that an earlier incarnation claimed are no
 * longer its own. Safe for use by many threads.
 */
@ApplicationScoped
public class NodeIdentity {
  private final String name = ManagementFactory.getRuntimeMXBean().getName();
  private volatile UUID incarnation = UUID.randomUUID();

  /** A name for people, of process id and host. Not unique. */
  public String name() {
    return name;
  }

  public UUID incarnation() {
    return incarnation;
  }

  /** Takes a new incarnation, and returns it. */
  public UUID reincarnate() {
    incarnation = UUID.randomUUID();
    return incarnation;
  }
}
