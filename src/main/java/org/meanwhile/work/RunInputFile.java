package org.meanwhile.work;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.operation.InputFile;

/** The file that came with a job, read from the database behind the run's shield. */
final class RunInputFile implements InputFile {
  private final ClaimedJob.ClaimedFile file;
  private final ContentStore contents;
  private final RetryPolicy retryPolicy;
  private final InterruptShield shield;
  private final Runnable beforeRead;

  /**
   * The file of one run.
   *
   * @param beforeRead called before each read; throws when the run was told to stop
   */
  RunInputFile(
      ClaimedJob.ClaimedFile file,
      ContentStore contents,
      RetryPolicy retryPolicy,
      InterruptShield shield,
      Runnable beforeRead) {
    this.file = file;
    this.contents = contents;
    this.retryPolicy = retryPolicy;
    this.shield = shield;
    this.beforeRead = beforeRead;
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
    return new ShieldedInput(contents.read(file.content(), file.sizeBytes(), 0, retryPolicy));
  }

  private final class ShieldedInput extends InputStream {
    private final InputStream inner;

    ShieldedInput(InputStream inner) {
      this.inner = inner;
    }

    @Override
    public int read() throws IOException {
      beforeRead.run();
      return shield.shielded(inner::read);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      beforeRead.run();
      return shield.shielded(() -> inner.read(into, from, length));
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
}
