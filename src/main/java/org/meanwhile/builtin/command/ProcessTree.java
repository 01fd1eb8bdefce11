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
 * A program and all processes that it started, so that none of them outlives the run.
 *
 * <p>The operating system forgets the origin of a process when its parent ends: it is then no
 * descendant of the program any more. So {@link #scan} remembers the descendants, and a mark in the
 * environment, which children inherit, finds those that no scan has seen.
 *
 * <p>Two kinds of processes escape: a process of another user, and a process that both detached
 * itself within a second and has an environment without the mark. When the server itself is killed,
 * programs go on until they write to their closed output. Not thread-safe.
 */
final class ProcessTree implements AutoCloseable {

  /** The environment variable that marks a run's processes. */
  static final String MARK = "MEANWHILE_RUN";

  /** The time that a program has to end after SIGTERM: less than a cancelling caller waits. */
  private static final Duration TERM_GRACE = Duration.ofSeconds(1);

  /** The time after which SIGKILL is given up; a process inside a system call may take long. */
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

  private static final long SCAN_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  /** The number of consecutive scans without a process after which the tree has ended. */
  private static final int EMPTY_SCANS = 3;

  private static final long MIN_PAUSE_NANOS = Duration.ofMillis(2).toNanos();
  private static final long MAX_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private static final System.Logger LOG = System.getLogger(ProcessTree.class.getName());

  private final byte[] mark;
  private final Set<ProcessHandle> known = new HashSet<>();
  private final Set<ProcessHandle> terminated = new HashSet<>();
  private boolean interrupted;
  private long lastScanNanos = System.nanoTime();

  ProcessTree(Process root, String mark) {
    this.mark = (MARK + "=" + mark).getBytes(StandardCharsets.UTF_8);
    known.add(root.toHandle());
  }

  /**
   * Remembers the descendants of the program. Does nothing within a second of the last scan: a scan
   * lists all processes of the machine.
   */
  void scan() {
    if (System.nanoTime() - lastScanNanos >= SCAN_INTERVAL_NANOS) {
      addDescendants();
      lastScanNanos = System.nanoTime();
    }
  }

  /**
   * Ends all processes: SIGTERM first, SIGKILL to those that are left after a second. Returns when
   * all have ended, or logs a warning after ten more seconds. An interrupt does not end the wait;
   * the thread keeps its flag.
   */
  @Override
  public void close() {
    try {
      if (!end(TERM_GRACE, false) && !end(KILL_TIMEOUT, true)) {
        LOG.log(System.Logger.Level.WARNING, "cannot kill the processes {0}", living());
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Scans repeatedly, because processes may start others while they are ended. */
  private boolean end(Duration timeout, boolean forcibly) {
    long start = System.nanoTime();
    long pause = MIN_PAUSE_NANOS;
    int emptyScans = 0;
    while (true) {
      Set<ProcessHandle> left = living();
      // During exec a process has no environment for a moment, and so no mark; its parent may have
      // ended already. One empty scan proves nothing.
      emptyScans = left.isEmpty() ? emptyScans + 1 : 0;
      if (emptyScans == EMPTY_SCANS || System.nanoTime() - start >= timeout.toNanos()) {
        return left.isEmpty();
      }
      for (ProcessHandle process : left) {
        if (forcibly) {
          process.destroyForcibly();
        } else if (terminated.add(process)) {
          process.destroy();
        }
      }
      interrupted |= Thread.interrupted(); // an interrupted thread would not pause
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, MAX_PAUSE_NANOS);
    }
  }

  private Set<ProcessHandle> living() {
    addDescendants();
    ProcessHandle.allProcesses().filter(this::isMarked).forEach(known::add);
    return known.stream().filter(ProcessTree::isRunning).collect(Collectors.toSet());
  }

  private void addDescendants() {
    known.removeIf(process -> !process.isAlive());
    for (ProcessHandle process : Set.copyOf(known)) {
      process.descendants().forEach(known::add);
    }
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      return contains(Files.readAllBytes(proc(process, "environ")));
    } catch (IOException e) {
      return false; // the process ended, is another user's, or this is not Linux
    }
  }

  private boolean contains(byte[] environment) {
    String all = new String(environment, StandardCharsets.ISO_8859_1);
    return all.contains(new String(mark, StandardCharsets.ISO_8859_1));
  }

  /** Zombies count as ended: in a container without an init process they stay for ever. */
  private static boolean isRunning(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(proc(process, "stat"), StandardCharsets.ISO_8859_1);
      // The name before the state is in parentheses, and may contain parentheses itself.
      return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return process.isAlive(); // the process has just ended, or this is not Linux
    }
  }

  private static Path proc(ProcessHandle process, String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
