package org.meanwhile.builtin.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A program and whatever it started, so that none of it outlives the run.
 *
 * <p>The operating system forgets who started a process when its parent ends: it is then nobody's
 * descendant. So descendants are remembered as they are seen, and a mark in the environment, which
 * children inherit, finds those that were never seen. Not thread-safe.
 */
final class ProcessTree implements AutoCloseable {

  /** The environment variable that marks a run's processes. */
  static final String MARK = "MEANWHILE_RUN";

  /** How long a program may take to leave in order: less than a cancelling caller waits. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Then it is killed, and what it still starts; a process in the kernel's hands may take long. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  /** So often in a row there must be nobody. */
  private static final int SURE = 3;

  private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(2).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private static final System.Logger LOG = System.getLogger(ProcessTree.class.getName());

  private final byte[] mark;
  private final Set<ProcessHandle> seen = new HashSet<>();
  private final Set<ProcessHandle> asked = new HashSet<>();
  private boolean interrupted;
  private long lastLook = System.nanoTime();

  ProcessTree(Process root, String mark) {
    this.mark = (MARK + "=" + mark).getBytes(StandardCharsets.UTF_8);
    seen.add(root.toHandle());
  }

  /** Remembers who is there; at most once a second, as it asks for all processes. */
  void look() {
    if (System.nanoTime() - lastLook >= LOOK_EVERY_NANOS) {
      addDescendants();
      lastLook = System.nanoTime();
    }
  }

  /** Ends all of them, politely and then not; returns when they are gone. Not interruptible. */
  @Override
  public void close() {
    try {
      if (!ended(GRACE, false) && !ended(PATIENCE, true)) {
        LOG.log(System.Logger.Level.WARNING, "cannot kill the processes {0}", living());
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks again and again who is there, because they may start others while they are killed. */
  private boolean ended(Duration patience, boolean byForce) {
    long start = System.nanoTime();
    long pause = SHORTEST_PAUSE_NANOS;
    int nobody = 0;
    while (true) {
      Set<ProcessHandle> left = living();
      // A process that is just becoming another program has no environment, so no mark, for a
      // moment; and its parent may be gone already.
      nobody = left.isEmpty() ? nobody + 1 : 0;
      if (nobody == SURE || System.nanoTime() - start >= patience.toNanos()) {
        return left.isEmpty();
      }
      for (ProcessHandle each : left) {
        if (byForce) {
          each.destroyForcibly();
        } else if (asked.add(each)) {
          each.destroy();
        }
      }
      interrupted |= Thread.interrupted(); // or no pause would be one
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private Set<ProcessHandle> living() {
    addDescendants();
    ProcessHandle.allProcesses().filter(this::isMarked).forEach(seen::add);
    return seen.stream().filter(ProcessTree::isRunning).collect(Collectors.toSet());
  }

  private void addDescendants() {
    seen.removeIf(each -> !each.isAlive());
    for (ProcessHandle each : Set.copyOf(seen)) {
      each.descendants().forEach(seen::add);
    }
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      return contains(Files.readAllBytes(proc(process, "environ")));
    } catch (IOException e) {
      return false; // gone, another user's, or not Linux
    }
  }

  private boolean contains(byte[] environment) {
    String all = new String(environment, StandardCharsets.ISO_8859_1);
    return all.contains(new String(mark, StandardCharsets.ISO_8859_1));
  }

  /** Where nobody reaps orphans, as in many a container, the dead stay in the list for ever. */
  private static boolean isRunning(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(proc(process, "stat"), StandardCharsets.ISO_8859_1);
      // The name before the state is in parentheses, and may hold some itself.
      return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return process.isAlive(); // gone just now, or not Linux
    }
  }

  private static Path proc(ProcessHandle process, String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
