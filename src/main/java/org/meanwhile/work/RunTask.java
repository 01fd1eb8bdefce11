package org.meanwhile.work;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.Progress;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.ContentWriter;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.InputFile;
import org.meanwhile.operation.Task;
import org.meanwhile.platform.TraceContext;
import org.meanwhile.platform.VisibleText;

/**
 * What an operation sees of its run. Used by the run's thread; {@link #latest} and {@link
 * #unreported} by any thread.
 */
final class RunTask implements Task {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(\\s*;\\s*[\\x20-\\x7E]*)?");
  private static final int MAX_MEDIA_TYPE_CHARS = 255;
  private static final int MAX_NAME_CHARS = 200;
  private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;
  private static final int MAX_BUFFER_BYTES = 32 * 1024;

  private final ClaimedJob job;
  private final ContentStore contents;
  private final Claims claims;
  private final long maxOutputBytes;
  private final InterruptShield shield;
  private final AtomicReference<StopReason> stopReason;
  private final RetryPolicy retryPolicy;
  private final Scratch scratchSpace;
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NONE);
  private volatile Progress reported = Progress.NONE;
  private volatile boolean suspendAtCheckpoint;
  private ContentWriter writer;
  private OutputStream output;
  private IOException writeFailure;
  private boolean refused;
  private boolean returned;
  private String mediaType = "application/octet-stream";
  private String fileName = "output";
  private Path scratch;
  private volatile Optional<TraceContext> trace;

  RunTask(
      ClaimedJob job,
      ContentStore contents,
      Claims claims,
      long maxOutputBytes,
      Scratch scratchSpace,
      InterruptShield shield,
      AtomicReference<StopReason> stopReason,
      RetryPolicy retryPolicy) {
    this.job = job;
    this.contents = contents;
    this.claims = claims;
    this.maxOutputBytes = maxOutputBytes;
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
    if (output != null) {
      throw new IllegalStateException("a job has one output, and it was opened before");
    }
    if (mediaType.length() > MAX_MEDIA_TYPE_CHARS || !MEDIA_TYPE.matcher(mediaType).matches()) {
      throw new IllegalArgumentException("not a media type");
    }
    this.mediaType = mediaType;
    this.fileName = lastName(fileName);
    this.writer = contents.stageOutput(job.lease(), maxOutputBytes, retryPolicy);
    this.output = new GrowingBuffer(new StagedOutput(), MAX_BUFFER_BYTES);
    return output;
  }

  private static String lastName(String fileName) {
    String name =
        fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    String shown = VisibleText.line(name, "_").strip();
    if (shown.isEmpty() || shown.equals(".") || shown.equals("..")) {
      return "output";
    }
    if (shown.length() <= MAX_NAME_CHARS) {
      return shown;
    }
    // Half a surrogate pair is not a character: a pair that does not fit is left out.
    boolean inPair = Character.isHighSurrogate(shown.charAt(MAX_NAME_CHARS - 1));
    return shown.substring(0, inPair ? MAX_NAME_CHARS - 1 : MAX_NAME_CHARS);
  }

  /**
   * Refuses every write of an operation that was told to stop. Remembers a failed write, because
   * some writers swallow exceptions. What is still buffered when the operation returns is written
   * in any case: a stop that comes then is too late.
   */
  private final class StagedOutput extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!returned) {
        requireNotStopped();
      }
      if (writeFailure != null) {
        throw writeFailure;
      }
      try {
        shield.shielded(
            () -> {
              writer.write(bytes, from, length);
              return null;
            });
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
   * @throws CancellationException when a read or write was refused because the run was told to
   *     stop: the output may have a hole
   */
  RunResult.Succeeded result() throws IOException {
    if (refused) {
      throw stopped();
    }
    returned = true;
    if (output == null) {
      writer = contents.stageOutput(job.lease(), maxOutputBytes, retryPolicy);
      output = OutputStream.nullOutputStream();
    }
    output.flush();
    if (writeFailure != null) {
      throw writeFailure;
    }
    return new RunResult.Succeeded(shield.shielded(() -> writer.finish()), mediaType, fileName);
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
    if (writer != null && !kept) {
      writer.discard();
    }
  }
}
