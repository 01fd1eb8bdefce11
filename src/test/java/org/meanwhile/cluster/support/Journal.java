package org.meanwhile.cluster.support;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.Task;
import org.meanwhile.operation.TransientFailure;

/**
 * An operation that logs its runs outside the database: a line when a run begins and a line when it
 * ends. Its output is the id of the run.
 *
 * <p>It is added to the nodes' WAR as an author's operation would be. Each line is one append of a
 * few bytes: Linux does not mix it with another process's append, and an interrupt cannot fail it
 * after the line was written.
 */
@OperationDefinition(
    name = Journal.NAME,
    title = "Journal",
    yields = "text/plain",
    maxAttempts = Journal.MAX_ATTEMPTS)
public class Journal implements Operation<Journal.Input> {
  static final String NAME = "journal";
  static final int MAX_ATTEMPTS = 3;

  /** The system property that names the file. */
  static final String FILE = "journal.file";

  private static final int STEPS = 20;

  /**
   * @param millis the duration of a run
   * @param failAttempts the number of attempts that fail before one succeeds
   * @param stubborn whether a run ignores interrupts, as a bad operation would
   */
  public record Input(long millis, int failAttempts, boolean stubborn) {}

  @Override
  public void run(Input input, Task task) throws Exception {
    String run = UUID.randomUUID().toString();
    write(RunLog.Event.START, task, run);
    RunLog.Event end = RunLog.Event.STOPPED;
    try {
      work(input, task);
      if (task.attempt() <= input.failAttempts()) {
        end = RunLog.Event.FAILED;
        throw new TransientFailure("as was asked for");
      }
      OutputStream output = task.output("text/plain", "run.txt");
      output.write(run.getBytes(StandardCharsets.US_ASCII));
      end = RunLog.Event.END;
    } finally {
      write(end, task, run);
    }
  }

  private static void work(Input input, Task task) throws InterruptedException {
    long startNanos = System.nanoTime();
    long durationNanos = TimeUnit.MILLISECONDS.toNanos(input.millis());
    for (int step = 1; step <= STEPS; step++) {
      long dueNanos = startNanos + durationNanos * step / STEPS;
      for (long rest = dueNanos - System.nanoTime();
          rest > 0;
          rest = dueNanos - System.nanoTime()) {
        LockSupport.parkNanos(rest);
        if (Thread.interrupted() && !input.stubborn()) {
          throw new InterruptedException();
        }
      }
      task.progress(step, STEPS, "steps");
    }
  }

  private static void write(RunLog.Event event, Task task, String run) throws IOException {
    RunLog.Line line =
        new RunLog.Line(
            event, task.jobId().toString(), task.attempt(), run, ProcessHandle.current().pid());
    try (OutputStream log = new FileOutputStream(System.getProperty(FILE), true)) {
      log.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
