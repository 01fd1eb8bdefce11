package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  /** Registers a new incarnation of a node that starts over: it goes on draining, if it did. */
  public void rejoin(UUID former, UUID node, String name) {
    database.transaction(
        c -> {
          Rows.update(c, RunSql.NODE_JOIN, node, name);
          return Rows.update(c, RunSql.NODE_INHERIT, former, node);
        });
  }

  /** Whether a node claims no more jobs; false for one that is not known. */
  public boolean isDraining(UUID node) {
    return database
        .read(c -> Rows.query(c, RunSql.NODE_DRAINING, row -> row.getBoolean(1), node))
        .contains(true);
  }

  /**
   * Lets a node claim no more jobs, or again. Claims that begin later see it.
   *
   * @param deadAfter the silence after which a node counts as dead
   * @return false when the node is not alive
   */
  public boolean drain(UUID node, boolean draining, Duration deadAfter) {
    return database.transaction(
            c -> Rows.update(c, RunSql.NODE_DRAIN, draining, node, deadAfter.toMillis()))
        == 1;
  }

  /** A node, alive or not; empty when there is none, or it was forgotten. */
  public Optional<NodeState> find(UUID node, Duration deadAfter) {
    return database
        .read(c -> Rows.query(c, RunSql.NODE_OF_ID, NodeState::of, deadAfter.toMillis(), node))
        .stream()
        .findFirst();
  }

  /** The nodes that are alive, then those that were within 15 minutes. */
  public List<NodeState> list(Duration deadAfter, int max) {
    return database.read(
        c -> Rows.query(c, RunSql.NODES_SHOWN, NodeState::of, deadAfter.toMillis(), max));
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
