package org.meanwhile.builtin.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;

/**
 * Copies the standard output of a program to the job's output and its standard error to the job's
 * log, and keeps the end of its standard error. Reads only bytes that are available: a blocked read
 * could not be interrupted. Not thread-safe.
 */
final class OutputPump implements AutoCloseable {

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final long MIN_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
  private static final long MAX_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final Process process;
  private final OutputStream output;
  private final Task task;
  private final Tail errors = new Tail();
  private final ErrorLines log;
  private final byte[] block = new byte[BLOCK_BYTES];
  private long written;

  OutputPump(Process process, OutputStream output, Task task) {
    this.process = process;
    this.output = output;
    this.task = task;
    this.log = new ErrorLines(task::log);
  }

  /**
   * Copies until the program has ended, polling every 1 to 20 ms.
   *
   * @throws InterruptedException when the thread is interrupted
   * @throws java.util.concurrent.CancellationException when the job is cancelled
   */
  void copyWhileAlive(ProcessTree tree) throws IOException, InterruptedException {
    long pause = MIN_PAUSE_NANOS;
    while (process.isAlive()) {
      if (copyAvailable()) {
        pause = MIN_PAUSE_NANOS;
      } else {
        output.flush();
        process.waitFor(pause, TimeUnit.NANOSECONDS);
        pause = Math.min(2 * pause, MAX_PAUSE_NANOS);
      }
      checkStopped(task);
      tree.scan();
    }
  }

  /** Copies the output that is left when the program has ended. */
  void copyRest() throws IOException, InterruptedException {
    while (copyAvailable()) {
      checkStopped(task);
    }
    log.end();
  }

  /** Call when the program has ended and all its output is copied. */
  void requireSuccess() throws PermanentFailure {
    if (process.exitValue() != 0) {
      String errorText = errors.text();
      throw new PermanentFailure(
          "exit-code",
          "the program ended with exit code "
              + process.exitValue()
              + (errorText.isEmpty() ? "" : ": " + errorText));
    }
  }

  /**
   * Closes the program's streams. A process that escaped and still holds their other ends then
   * holds no file descriptor or thread of the server.
   */
  @Override
  public void close() throws IOException {
    process.getInputStream().close();
    process.getErrorStream().close();
  }

  static void checkStopped(Task task) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the run was stopped");
    }
    task.checkCanceled();
  }

  private boolean copyAvailable() throws IOException {
    int outputBytes = readAvailable(process.getInputStream());
    if (outputBytes > 0) {
      output.write(block, 0, outputBytes);
      written += outputBytes;
      task.progress(written, 0, "bytes");
    }
    int errorBytes = readAvailable(process.getErrorStream());
    errors.add(block, errorBytes);
    log.add(block, errorBytes);
    return outputBytes + errorBytes > 0;
  }

  private int readAvailable(InputStream stream) throws IOException {
    int available = Math.min(stream.available(), block.length);
    return available == 0 ? 0 : Math.max(0, stream.read(block, 0, available));
  }
}
