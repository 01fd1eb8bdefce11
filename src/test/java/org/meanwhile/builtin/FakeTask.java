package org.meanwhile.builtin;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.meanwhile.operation.InputFile;
import org.meanwhile.operation.Task;

/** A task without a server: its output is a file, its progress a list. */
public final class FakeTask implements Task {
  /** The arguments of one report of progress. */
  public record Progress(long done, long total, String unit) {}

  private final Path directory;
  private final Thread runner = Thread.currentThread();
  private final List<Progress> progress = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private Consumer<Progress> onProgress = p -> {};
  private Runnable onOutput = () -> {};
  private Path file;
  private String mediaType;
  private String fileName;
  private OutputStream output;
  private volatile boolean canceled;

  /** The current thread is the one to interrupt; the directory must be empty. */
  public FakeTask(Path directory) {
    this.directory = directory;
  }

  public FakeTask withFile(Path file) {
    this.file = file;
    return this;
  }

  public FakeTask onProgress(Consumer<Progress> onProgress) {
    this.onProgress = onProgress;
    return this;
  }

  /** Called before each write to the output. */
  public FakeTask onOutput(Runnable onOutput) {
    this.onOutput = onOutput;
    return this;
  }

  /** Cancels the task and interrupts its thread, as the server does. */
  public void cancel() {
    canceled = true;
    runner.interrupt();
  }

  /** Closes the output and returns its file. */
  public Path result() throws IOException {
    if (output != null) {
      output.close();
    }
    return outputFile();
  }

  public String mediaType() {
    return mediaType;
  }

  public String fileName() {
    return fileName;
  }

  public List<Progress> progress() {
    return progress;
  }

  public Progress lastProgress() {
    return progress.get(progress.size() - 1);
  }

  public List<String> messages() {
    return messages;
  }

  public String lastMessage() {
    return messages.get(messages.size() - 1);
  }

  private Path outputFile() {
    return directory.resolve("output");
  }

  @Override
  public UUID jobId() {
    return new UUID(0, 1);
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public void progress(long done, long total, String unit) {
    Progress now = new Progress(done, total, unit);
    progress.add(now);
    onProgress.accept(now);
  }

  @Override
  public void message(String message) {
    messages.add(message);
  }

  @Override
  public void log(System.Logger.Level level, String text) {
    log.add(text);
  }

  public List<String> log() {
    return log;
  }

  @Override
  public OutputStream output(String mediaType, String fileName) throws IOException {
    if (output != null) {
      throw new IllegalStateException("opened twice");
    }
    this.mediaType = mediaType;
    this.fileName = fileName;
    OutputStream stored = new BufferedOutputStream(Files.newOutputStream(outputFile()));
    output =
        new FilterOutputStream(stored) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            onOutput.run();
            out.write(bytes, offset, length);
          }
        };
    return output;
  }

  @Override
  public Optional<InputFile> file() {
    return Optional.ofNullable(file).map(StoredFile::new);
  }

  private record StoredFile(Path path) implements InputFile {
    @Override
    public String mediaType() {
      return "application/octet-stream";
    }

    @Override
    public Optional<String> name() {
      return Optional.of(path.getFileName().toString());
    }

    @Override
    public long sizeBytes() {
      return path.toFile().length();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }

  @Override
  public void checkpoint(byte[] state) {}

  @Override
  public Optional<byte[]> lastCheckpoint() {
    return Optional.empty();
  }

  @Override
  public Path scratch() throws IOException {
    return Files.createDirectories(directory.resolve("scratch"));
  }

  @Override
  public void checkCanceled() {
    if (canceled) {
      throw new CancellationException("canceled by the test");
    }
  }
}
