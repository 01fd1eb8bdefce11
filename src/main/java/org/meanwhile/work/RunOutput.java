package org.meanwhile.work;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.DeclaredOutput;
import org.meanwhile.job.Lease;
import org.meanwhile.job.content.ChunkStore;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.ContentWriter;
import org.meanwhile.job.run.RunResult;

/** The output of a run, staged while it is written. For the run's thread. */
final class RunOutput {
  private static final int MAX_BUFFER_BYTES = 32 * 1024;

  /** What is flushed sooner becomes readable with a later flush. */
  private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Most outputs are over by then, and cost no more than others. */
  private static final long FIRST_PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Lease lease;
  private final ContentStore contents;
  private final Rules rules;
  private final InterruptShield shield;
  private final RetryPolicy retryPolicy;
  private ContentWriter writer;
  private OutputStream output;
  private IOException writeFailure;
  private boolean returned;
  private DeclaredOutput declared = DeclaredOutput.NONE;
  private long publishedNanos;

  /**
   * What holds for an output.
   *
   * @param maxBytes writing more fails
   * @param appendOnly whether it may be read while it is written
   * @param grown called when there is more to read
   */
  record Rules(long maxBytes, boolean appendOnly, Runnable grown, LongSupplier nanoTime) {}

  RunOutput(
      Lease lease,
      ContentStore contents,
      Rules rules,
      InterruptShield shield,
      RetryPolicy retryPolicy) {
    this.lease = lease;
    this.contents = contents;
    this.rules = rules;
    this.shield = shield;
    this.retryPolicy = retryPolicy;
  }

  /**
   * Opens the output.
   *
   * @param requireNotStopped throws {@link CancellationException} when the run has to stop
   */
  OutputStream open(String type, String name, Runnable requireNotStopped) {
    if (output != null) {
      throw new IllegalStateException("a job has one output, and it was opened before");
    }
    declared = DeclaredOutput.of(type, name);
    writer = stage();
    publishedNanos = rules.nanoTime().getAsLong() - PUBLISH_NANOS + FIRST_PUBLISH_NANOS;
    output = new GrowingBuffer(new StagedOutput(requireNotStopped), MAX_BUFFER_BYTES);
    return output;
  }

  private ContentWriter stage() {
    return contents.stageOutput(
        lease,
        rules.maxBytes(),
        retryPolicy,
        rules.appendOnly()
            ? Optional.of(new ChunkStore.Description(declared.mediaType(), declared.fileName()))
            : Optional.empty());
  }

  /**
   * Refuses every write of an operation that was told to stop. Remembers a failed write, because
   * some writers swallow exceptions. What is still buffered when the operation returns is written
   * in any case: a stop that comes then is too late.
   */
  private final class StagedOutput extends OutputStream {
    private final Runnable requireNotStopped;

    StagedOutput(Runnable requireNotStopped) {
      this.requireNotStopped = requireNotStopped;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!returned) {
        requireNotStopped.run();
      }
      store(
          () -> {
            writer.write(bytes, from, length);
            return null;
          });
    }

    /** Makes what was written readable, at most ten times a second. */
    @Override
    public void flush() throws IOException {
      long now = rules.nanoTime().getAsLong();
      if (rules.appendOnly() && !returned && now - publishedNanos >= PUBLISH_NANOS) {
        if (store(() -> writer.publish())) {
          publishedNanos = now;
          rules.grown().run();
        }
      }
    }

    private <T> T store(InterruptShield.Action<T> action) throws IOException {
      if (writeFailure != null) {
        throw writeFailure;
      }
      try {
        return shield.shielded(action);
      } catch (IOException e) {
        writeFailure = e;
        throw e;
      } catch (RuntimeException e) {
        writeFailure = new IOException("the output could not be stored", e);
        throw writeFailure;
      }
    }
  }

  /**
   * Completes the output after the operation has returned.
   *
   * @throws IOException when some of the output could not be stored, whether or not the operation
   *     noticed
   */
  RunResult.Succeeded result() throws IOException {
    returned = true;
    if (output == null) {
      writer = stage();
      output = OutputStream.nullOutputStream();
    }
    output.flush();
    if (writeFailure != null) {
      throw writeFailure;
    }
    return new RunResult.Succeeded(
        shield.shielded(() -> writer.finish()), declared.mediaType(), declared.fileName());
  }

  /** Deletes what was staged. */
  void discard() {
    if (writer != null) {
      writer.discard();
    }
  }
}
