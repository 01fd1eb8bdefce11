package org.meanwhile.builtin.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;

/** Takes what a program says, without ever waiting in a read: that could not be interrupted. */
final class OutputPump implements AutoCloseable {

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final Process process;
  private final OutputStream output;
  private final Task task;
  private final Tail errors = new Tail();
  private final byte[] block = new byte[BLOCK_BYTES];
  private long written;

  OutputPump(Process process, OutputStream output, Task task) {
    this.process = process;
    this.output = output;
    this.task = task;
  }

  void whileAlive(ProcessTree tree) throws IOException, InterruptedException {
    long pause = SHORTEST_PAUSE_NANOS;
    while (process.isAlive()) {
      if (move()) {
        pause = SHORTEST_PAUSE_NANOS;
      } else {
        process.waitFor(pause, TimeUnit.NANOSECONDS);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      }
      stopWhenTold(task);
      tree.look();
    }
  }

  /** What it said last, before it ended. */
  void rest() throws IOException, InterruptedException {
    while (move()) {
      stopWhenTold(task);
    }
  }

  /** To be asked when the program has ended and all that it said is taken. */
  void failUnlessGood() throws PermanentFailure {
    if (process.exitValue() != 0) {
      String said = errors.text();
      throw new PermanentFailure(
          "exit-code",
          "the program ended with exit code "
              + process.exitValue()
              + (said.isEmpty() ? "" : ": " + said));
    }
  }

  /** Closes the program's streams; whoever still holds their other ends holds nothing of ours. */
  @Override
  public void close() throws IOException {
    process.getInputStream().close();
    process.getErrorStream().close();
  }

  static void stopWhenTold(Task task) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("told to stop");
    }
    task.checkCanceled();
  }

  private boolean move() throws IOException {
    int said = take(process.getInputStream());
    if (said > 0) {
      output.write(block, 0, said);
      written += said;
      task.progress(written, 0, "bytes");
    }
    int complained = take(process.getErrorStream());
    errors.add(block, complained);
    return said + complained > 0;
  }

  private int take(InputStream stream) throws IOException {
    int there = Math.min(stream.available(), block.length);
    return there == 0 ? 0 : Math.max(0, stream.read(block, 0, there));
  }
}
