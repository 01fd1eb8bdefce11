package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;

/**
 * Which nodes are alive. A node that starts, or starts over, is a new incarnation.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Nodes {
  private Database database;
  private Database beats;

  /** For the container's proxy. */
  protected Nodes() {}

  @Inject
  public Nodes(Database database) {
    this.database = database;
    this.beats = database.within(Database.LOOK_LIMIT);
  }

  /**
   * Registers a new incarnation. With a database that only this process can open, all others are
   * marked dead.
   */
  public void join(UUID node, String name) {
    boolean exclusive = database.dialect().isExclusive();
    database.transaction(
        c -> {
          if (exclusive) {
            Rows.update(c, RunSql.NODES_SILENT, node, -1);
          }
          return Rows.update(c, RunSql.NODE_JOIN, node, name);
        });
  }

  /** Records that the node is alive; false when another node has marked it dead. */
  public boolean beat(UUID node) {
    return beats.transaction(c -> Rows.update(c, RunSql.NODE_BEAT, node)) == 1;
  }

  /** Marks the node dead because it stops in good order. */
  public void leave(UUID node) {
    database.transaction(c -> Rows.update(c, RunSql.NODE_LEAVE, node));
  }

  /**
   * Marks nodes dead whose last heartbeat is longer ago than this, but never the witness itself;
   * and forgets nodes that died a week ago.
   *
   * @return how many it marked
   */
  public int markDead(UUID witness, Duration silence) {
    return database.transaction(
        c -> {
          Rows.update(c, RunSql.NODES_FORGET);
          return Rows.update(c, RunSql.NODES_SILENT, witness, silence.toMillis());
        });
  }
}
