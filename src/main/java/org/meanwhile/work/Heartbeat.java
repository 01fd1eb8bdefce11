package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.DatabaseState;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.run.JobRescuer;
import org.meanwhile.job.run.Nodes;
import org.meanwhile.job.statistics.Overviews;
import org.meanwhile.platform.NodeIdentity;
import org.meanwhile.platform.PlatformSettings;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Shows the other nodes that this one is alive, and rescues the jobs of nodes that are dead.
 *
 * <p>A node whose last heartbeat is too long ago stops its runs and starts over with a new
 * incarnation: other nodes may be running its jobs by then.
 */
@ApplicationScoped
public class Heartbeat {
  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

  @Inject private Nodes nodes;
  @Inject private JobRescuer rescuer;
  @Inject private Overviews overviews;
  @Inject private NodeIdentity node;
  @Inject private JobExecutor executor;
  @Inject private RunRegistry registry;
  @Inject private ClaimSignals signals;
  @Inject private DatabaseState database;
  @Inject private NodeMetrics metrics;
  @Inject private Settings settings;
  private volatile long lastBeatNanos = System.nanoTime();
  private volatile boolean lastBeatFailed;
  private volatile boolean left;

  /** Makes this node's present incarnation known and alive. */
  void join() {
    long sentNanos = System.nanoTime();
    nodes.join(node.incarnation(), node.name());
    joined(sentNanos);
  }

  private void joined(long sentNanos) {
    publishOverview();
    lastBeatNanos = sentNanos;
  }

  /**
   * Sends one heartbeat. When other nodes have marked this one dead, it starts over with a new
   * incarnation.
   *
   * @throws DatabaseFailure when the heartbeat was not stored
   */
  void beat() {
    // The beat counts from when it was sent: its answer may be late.
    long sentNanos = System.nanoTime();
    try {
      if (nodes.beat(node.incarnation())) {
        lastBeatNanos = sentNanos;
        lastBeatFailed = false;
        database.wrote(sentNanos);
        publishOverview();
      } else if (!left) {
        LOG.log(Level.WARNING, "other nodes marked this node dead; it starts over");
        startOver();
      }
    } catch (DatabaseFailure e) {
      lastBeatFailed = true;
      throw e;
    }
  }

  /** For the overview page; nothing depends on it. */
  private void publishOverview() {
    int slots = settings.plays(Role.WORK) ? settings.get(JobSettings.SLOTS) : 0;
    overviews.publish(
        node.incarnation(),
        settings.get(PlatformSettings.ROLES),
        slots,
        executor.busySlots(),
        executor.cutOffRuns());
  }

  /**
   * Stops all runs when the last heartbeat is too long ago, else those of earlier incarnations. Not
   * called by the thread that beats: on a network that swallows packets, that thread waits for an
   * answer.
   */
  void stopLostRuns() {
    if (isSilentTooLong()) {
      registry.stop(lease -> true, StopReason.LEASE_LOST);
    } else {
      stopEarlierIncarnations();
    }
  }

  /**
   * Rescues the jobs of dead nodes. Not called by the thread that beats either: this may have to
   * wait for a row that one of the dead has locked.
   */
  void rescue() {
    if (isSilentTooLong()) {
      return;
    }
    metrics.markedDead(nodes.markDead(node.incarnation(), settings.get(JobSettings.DEAD_AFTER)));
    int rescued = rescuer.rescue(settings.get(JobSettings.MAX_CRASHES));
    metrics.rescued(rescued);
    if (rescued > 0) {
      signals.wake();
    }
  }

  /**
   * Whether the last heartbeat is longer ago than two thirds of {@code meanwhile.work.dead-after}:
   * a job must have stopped here before it runs on another node.
   */
  boolean isSilentTooLong() {
    long silentNanos = System.nanoTime() - lastBeatNanos;
    return silentNanos > settings.get(JobSettings.DEAD_AFTER).toNanos() * 2 / 3;
  }

  /** The time since the last heartbeat that was stored. */
  Duration sinceLastBeat() {
    return Duration.ofNanos(System.nanoTime() - lastBeatNanos);
  }

  boolean lastBeatFailed() {
    return lastBeatFailed;
  }

  private void startOver() {
    // The new incarnation first: what is claimed while the former one's runs stop belongs to it.
    UUID former = node.incarnation();
    node.reincarnate();
    stopEarlierIncarnations();
    long sentNanos = System.nanoTime();
    nodes.rejoin(former, node.incarnation(), node.name());
    joined(sentNanos);
  }

  private void stopEarlierIncarnations() {
    UUID incarnation = node.incarnation();
    registry.stop(lease -> !lease.node().equals(incarnation), StopReason.LEASE_LOST);
  }

  /** Tells the other nodes that this one stops in good order. */
  void leave() {
    left = true;
    nodes.leave(node.incarnation());
  }
}
