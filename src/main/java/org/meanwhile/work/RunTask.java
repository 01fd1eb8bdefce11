package org.meanwhile.work;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.Progress;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.InputFile;
import org.meanwhile.operation.Task;
import org.meanwhile.platform.TraceContext;

/**
 * What an operation sees of its run. Used by the run's thread; {@link #latest} and {@link
 * #unreported} by any thread.
 */
final class RunTask implements Task {
  private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;

  private final ClaimedJob job;
  private final ContentStore contents;
  private final Claims claims;
  private final RunOutput output;
  private final InterruptShield shield;
  private final AtomicReference<StopReason> stopReason;
  private final RetryPolicy retryPolicy;
  private final Scratch scratchSpace;
  private final RunLog log;
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NONE);
  private volatile Progress reported = Progress.NONE;
  private volatile boolean suspendAtCheckpoint;
  private boolean refused;
  private Path scratch;
  private volatile Optional<TraceContext> trace;

  RunTask(
      ClaimedJob job,
      ContentStore contents,
      Claims claims,
      RunOutput output,
      Scratch scratchSpace,
      InterruptShield shield,
      AtomicReference<StopReason> stopReason,
      RetryPolicy retryPolicy,
      RunLog log) {
    this.job = job;
    this.log = log;
    this.contents = contents;
    this.claims = claims;
    this.output = output;
    this.scratchSpace = scratchSpace;
    this.shield = shield;
    this.stopReason = stopReason;
    this.retryPolicy = retryPolicy;
    this.trace = job.trace();
  }

  /** Sets the trace that the run belongs to, before the operation is called. */
  void within(Optional<TraceContext> span) {
    trace = span;
  }

  /** Sets whether the run stops once it has stored its next checkpoint. */
  void suspendAtCheckpoint(boolean suspend) {
    suspendAtCheckpoint = suspend;
  }

  @Override
  public UUID jobId() {
    return job.lease().job().value();
  }

  @Override
  public int attempt() {
    return job.attempt();
  }

  @Override
  public void progress(long done, long total, String unit) {
    progress.updateAndGet(
        p -> new Progress(Math.max(0, done), total > 0 ? total : null, unit, p.message()));
  }

  @Override
  public void message(String message) {
    progress.updateAndGet(p -> new Progress(p.done(), p.total(), p.unit(), message));
  }

  @Override
  public void log(System.Logger.Level level, String text) {
    log.write(level, text);
  }

  RunLog log() {
    return log;
  }

  Progress latest() {
    return progress.get();
  }

  /** The newest progress; empty when this method has returned it before. */
  Optional<Progress> unreported() {
    Progress now = progress.get();
    if (now == reported) {
      return Optional.empty();
    }
    reported = now;
    return Optional.of(now);
  }

  @Override
  public OutputStream output(String mediaType, String fileName) throws IOException {
    return output.open(mediaType, fileName, this::requireNotStopped);
  }

  /**
   * Completes the output after the operation has returned.
   *
   * @throws IOException when some of the output could not be stored, whether or not the operation
   *     noticed
   * @throws CancellationException when a read or write was refused because the run was told to
   *     stop: the output may have a hole
   */
  RunResult.Succeeded result() throws IOException {
    if (refused) {
      throw stopped();
    }
    return output.result();
  }

  @Override
  public Optional<InputFile> file() {
    return job.file()
        .map(
            file -> new RunInputFile(file, contents, retryPolicy, shield, this::requireNotStopped));
  }

  @Override
  public void checkpoint(byte[] state) throws IOException {
    if (state.length > MAX_CHECKPOINT_BYTES) {
      throw new IllegalArgumentException(
          "a checkpoint has at most " + MAX_CHECKPOINT_BYTES + " bytes");
    }
    checkCanceled();
    byte[] copy = state.clone();
    if (!shield.shielded(() -> retryPolicy.get(() -> claims.checkpoint(job.lease(), copy)))) {
      stopReason.compareAndSet(null, StopReason.LEASE_LOST);
    } else if (suspendAtCheckpoint) {
      stopReason.compareAndSet(null, StopReason.SUSPENDED);
    }
    checkCanceled();
  }

  @Override
  public Optional<byte[]> lastCheckpoint() {
    return job.checkpoint().map(byte[]::clone);
  }

  @Override
  public Path scratch() throws IOException {
    if (scratch == null) {
      scratch = scratchSpace.directory(jobId());
    }
    return scratch;
  }

  @Override
  public Optional<String> traceparent() {
    return trace.map(TraceContext::parent);
  }

  @Override
  public Optional<String> tracestate() {
    return trace.flatMap(TraceContext::state);
  }

  @Override
  public <T> T uninterrupted(Callable<T> call) throws Exception {
    return shield.shieldedCall(call);
  }

  @Override
  public void checkCanceled() {
    if (stopReason.get() != null) {
      throw stopped();
    }
  }

  /** Like {@link #checkCanceled}; remembers the refusal, after which the output has a hole. */
  private void requireNotStopped() {
    if (stopReason.get() != null) {
      refused = true;
      throw stopped();
    }
  }

  private static CancellationException stopped() {
    return new CancellationException("the run was told to stop");
  }

  /** Deletes the scratch directory, and the staged output unless it was kept. */
  void cleanUp(boolean kept) {
    if (scratch != null) {
      Scratch.delete(scratch);
    }
    if (!kept) {
      output.discard();
    }
  }
}
