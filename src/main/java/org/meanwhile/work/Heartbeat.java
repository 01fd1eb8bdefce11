package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.run.JobRescuer;
import org.meanwhile.job.run.Nodes;
import org.meanwhile.job.statistics.Overviews;
import org.meanwhile.platform.NodeIdentity;
import org.meanwhile.platform.PlatformSettings;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/** Says that this node lives, and gives back the jobs of those that do not. */
@ApplicationScoped
public class Heartbeat {
  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

  @Inject private Nodes nodes;
  @Inject private JobRescuer rescuer;
  @Inject private Overviews overviews;
  @Inject private NodeIdentity node;
  @Inject private JobExecutor workshop;
  @Inject private Settings settings;
  private volatile long lastBeatNanos = System.nanoTime();
  private volatile boolean ended;

  void begin() {
    long sentNanos = System.nanoTime();
    nodes.join(node.incarnation(), node.name());
    tell();
    lastBeatNanos = sentNanos;
  }

  /**
   * One beat. A node that the others gave up, or that could not write for too long, starts over.
   */
  void beat() {
    // Since it was sent, not since it was answered: an answer may be late.
    long sentNanos = System.nanoTime();
    try {
      if (nodes.beat(node.incarnation())) {
        lastBeatNanos = sentNanos;
        tell();
      } else if (!ended) {
        LOG.log(Level.WARNING, "this node was given up by the others; it starts over");
        startOver();
      }
    } catch (DatabaseFailure e) {
      LOG.log(Level.WARNING, "no heartbeat: " + e.getCause());
    }
  }

  /** For those who look; nothing depends on it. */
  private void tell() {
    int slots = settings.plays(Role.WORK) ? settings.get(JobSettings.SLOTS) : 0;
    overviews.publish(
        node.incarnation(), settings.get(PlatformSettings.ROLES), slots, workshop.takenSlots());
  }

  /**
   * Drops what runs here when the last beat is too long ago. Not by the thread that beats: on a
   * network that swallows what is sent, that one waits for an answer.
   */
  void listen() {
    if (silentTooLong()) {
      dropAll();
    } else {
      dropEarlierLives();
    }
  }

  /**
   * Gives back the jobs of nodes that are dead. Not by the thread that beats either: it may have to
   * wait for a row that one of the dead has locked.
   */
  void rescue() {
    if (silentTooLong()) {
      return;
    }
    nodes.markDead(node.incarnation(), settings.get(JobSettings.DEAD_AFTER));
    if (rescuer.rescue(settings.get(WorkSettings.MAX_CRASHES)) > 0) {
      workshop.wake();
    }
  }

  /**
   * Two thirds of what the others wait for: what runs here must have stopped before it runs there.
   */
  boolean silentTooLong() {
    long silentNanos = System.nanoTime() - lastBeatNanos;
    return silentNanos > settings.get(JobSettings.DEAD_AFTER).toNanos() * 2 / 3;
  }

  private void startOver() {
    // First another life, then the end of the former: what is claimed meanwhile is of the new one.
    node.reincarnate();
    dropEarlierLives();
    begin();
  }

  private void dropEarlierLives() {
    UUID life = node.incarnation();
    workshop.runs().stream()
        .filter(run -> !run.lease().node().equals(life))
        .forEach(run -> run.stop(StopReason.LEASE_LOST));
  }

  private void dropAll() {
    workshop.runs().forEach(run -> run.stop(StopReason.LEASE_LOST));
  }

  void end() {
    ended = true;
    nodes.leave(node.incarnation());
  }
}
