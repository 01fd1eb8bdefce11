package org.meanwhile.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
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

/** What an operation sees of its run. */
final class RunTask implements Task {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(\\s*;\\s*[\\x20-\\x7E]*)?");
  private static final int MEDIA_TYPE_CHARS = 255;
  private static final int NAME_CHARS = 200;
  private static final int CHECKPOINT_BYTES = 64 * 1024;
  private static final int BUFFER_BYTES = 32 * 1024;

  private final ClaimedJob claimed;
  private final ContentStore contents;
  private final Claims claims;
  private final long limitBytes;
  private final InterruptShield shield;
  private final AtomicReference<StopReason> stop;
  private final RetryPolicy patience;
  private final Scratch scratchSpace;
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NONE);
  private volatile Progress reported = Progress.NONE;
  private ContentWriter writer;
  private OutputStream output;
  private IOException broken;
  private boolean refused;
  private boolean returned;
  private String mediaType = "application/octet-stream";
  private String fileName = "output";
  private Path scratch;

  RunTask(
      ClaimedJob claimed,
      ContentStore contents,
      Claims claims,
      long limitBytes,
      Scratch scratchSpace,
      InterruptShield shield,
      AtomicReference<StopReason> stop,
      RetryPolicy patience) {
    this.claimed = claimed;
    this.contents = contents;
    this.claims = claims;
    this.limitBytes = limitBytes;
    this.scratchSpace = scratchSpace;
    this.shield = shield;
    this.stop = stop;
    this.patience = patience;
  }

  @Override
  public UUID jobId() {
    return claimed.lease().job().value();
  }

  @Override
  public int attempt() {
    return claimed.attempt();
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

  /** The newest progress, when it has not been asked for yet. */
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
    if (mediaType.length() > MEDIA_TYPE_CHARS || !MEDIA_TYPE.matcher(mediaType).matches()) {
      throw new IllegalArgumentException("not a media type");
    }
    this.mediaType = mediaType;
    this.fileName = lastName(fileName);
    this.writer = contents.stageOutput(claimed.lease(), limitBytes, patience);
    this.output = new GrowingBuffer(new Staging(), BUFFER_BYTES);
    return output;
  }

  private static String lastName(String fileName) {
    String name =
        fileName
            .substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
            .replaceAll("\\p{Cntrl}", "_")
            .strip();
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return "output";
    }
    return name.length() <= NAME_CHARS ? name : name.substring(0, NAME_CHARS);
  }

  /**
   * Every write of the operation looks first whether the run shall go on; a failure is remembered,
   * for some writers swallow it. What is left to write when the operation has returned is written:
   * whoever told the run to stop came too late.
   */
  private final class Staging extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!returned) {
        requireWanted();
      }
      if (broken != null) {
        throw broken;
      }
      try {
        shield.behind(
            () -> {
              writer.write(bytes, from, length);
              return null;
            });
      } catch (IOException e) {
        broken = e;
        throw e;
      } catch (RuntimeException e) {
        broken = new IOException("the output could not be stored", e);
        throw broken;
      }
    }
  }

  /**
   * The output as it stands when the operation returned.
   *
   * @throws IOException when some of it could not be stored, whether or not the operation noticed
   * @throws CancellationException when some of what it needs or made was refused, for it was to
   *     stop
   */
  RunResult.Succeeded result() throws IOException {
    if (refused) {
      throw stopped();
    }
    returned = true;
    if (output == null) {
      writer = contents.stageOutput(claimed.lease(), limitBytes, patience);
      output = OutputStream.nullOutputStream();
    }
    output.flush();
    if (broken != null) {
      throw broken;
    }
    return new RunResult.Succeeded(shield.behind(() -> writer.finish()), mediaType, fileName);
  }

  @Override
  public Optional<InputFile> file() {
    return claimed.file().map(Sent::new);
  }

  private final class Sent implements InputFile {
    private final ClaimedJob.ClaimedFile file;

    Sent(ClaimedJob.ClaimedFile file) {
      this.file = file;
    }

    @Override
    public String mediaType() {
      return file.mediaType();
    }

    @Override
    public Optional<String> name() {
      return file.name();
    }

    @Override
    public long sizeBytes() {
      return file.sizeBytes();
    }

    @Override
    public InputStream open() {
      return new Shielded(contents.read(file.content(), file.sizeBytes(), 0, patience));
    }
  }

  private final class Shielded extends InputStream {
    private final InputStream inner;

    Shielded(InputStream inner) {
      this.inner = inner;
    }

    @Override
    public int read() throws IOException {
      requireWanted();
      return shield.behind(inner::read);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      requireWanted();
      return shield.behind(() -> inner.read(into, from, length));
    }

    @Override
    public long skip(long bytes) throws IOException {
      return inner.skip(bytes);
    }

    @Override
    public int available() throws IOException {
      return inner.available();
    }
  }

  @Override
  public void checkpoint(byte[] state) throws IOException {
    if (state.length > CHECKPOINT_BYTES) {
      throw new IllegalArgumentException("a checkpoint has at most " + CHECKPOINT_BYTES + " bytes");
    }
    checkCanceled();
    byte[] copy = state.clone();
    if (!shield.behind(() -> patience.get(() -> claims.checkpoint(claimed.lease(), copy)))) {
      stop.compareAndSet(null, StopReason.LEASE_LOST);
      checkCanceled();
    }
  }

  @Override
  public Optional<byte[]> lastCheckpoint() {
    return claimed.checkpoint().map(byte[]::clone);
  }

  @Override
  public Path scratch() throws IOException {
    if (scratch == null) {
      scratch = scratchSpace.directory(jobId());
    }
    return scratch;
  }

  @Override
  public void checkCanceled() {
    if (stop.get() != null) {
      throw stopped();
    }
  }

  /** As {@link #checkCanceled}, before what the output would have a hole without. */
  private void requireWanted() {
    if (stop.get() != null) {
      refused = true;
      throw stopped();
    }
  }

  private static CancellationException stopped() {
    return new CancellationException("the run was told to stop");
  }

  /** Leaves nothing behind on disk; nor in the database, unless the output was kept. */
  void cleanUp(boolean kept) {
    if (scratch != null) {
      Scratch.delete(scratch);
    }
    if (writer != null && !kept) {
      writer.discard();
    }
  }
}
