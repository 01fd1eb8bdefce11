package org.meanwhile.cluster;

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
 * An operation that keeps a diary outside the database: one line when a run begins and one when it
 * is over, whatever the database knows of it. Its output names the run that made it.
 *
 * <p>It is put into the nodes' WAR as an author's operation would be. A line is one write of a few
 * bytes at the end of the file, which Linux does not mix with another process's; and one that an
 * interrupt does not turn into a failure after the line was written.
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
   * @param millis how long a run takes
   * @param failAttempts how many attempts fail before one succeeds
   * @param stubborn whether it goes on when it is told to stop, as a bad operation would
   */
  public record Input(long millis, int failAttempts, boolean stubborn) {}

  @Override
  public void run(Input input, Task task) throws Exception {
    String run = UUID.randomUUID().toString();
    write(RunLog.What.START, task, run);
    RunLog.What outcome = RunLog.What.STOPPED;
    try {
      work(input, task);
      if (task.attempt() <= input.failAttempts()) {
        outcome = RunLog.What.FAILED;
        throw new TransientFailure("as was asked for");
      }
      OutputStream output = task.output("text/plain", "run.txt");
      output.write(run.getBytes(StandardCharsets.US_ASCII));
      outcome = RunLog.What.END;
    } finally {
      write(outcome, task, run);
    }
  }

  private static void work(Input input, Task task) throws InterruptedException {
    long begun = System.nanoTime();
    long whole = TimeUnit.MILLISECONDS.toNanos(input.millis());
    for (int step = 1; step <= STEPS; step++) {
      long due = begun + whole * step / STEPS;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted() && !input.stubborn()) {
          throw new InterruptedException();
        }
      }
      task.progress(step, STEPS, "steps");
    }
  }

  private static void write(RunLog.What what, Task task, String run) throws IOException {
    RunLog.Line line =
        new RunLog.Line(
            what, task.jobId().toString(), task.attempt(), run, ProcessHandle.current().pid());
    try (OutputStream log = new FileOutputStream(System.getProperty(FILE), true)) {
      log.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
