package org.meanwhile.operation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/** A task that records what an operation does with it. Its output is kept in memory. */
public final class RecordingTask implements Task {

  /** One call of {@link Task#progress}. */
  public record Progress(long done, long total, String unit) {}

  private final UUID jobId = UUID.randomUUID();
  private final int attempt;
  private final InputFile file;
  private final List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
  private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private volatile OutputStream output;
  private volatile String mediaType;
  private String fileName;
  private volatile byte[] checkpoint;
  private Path scratch;
  private volatile boolean canceled;
  private String traceparent;

  private RecordingTask(int attempt, InputFile file) {
    this.attempt = attempt;
    this.file = file;
  }

  public static RecordingTask first() {
    return new RecordingTask(1, null);
  }

  public static RecordingTask attempt(int attempt) {
    return new RecordingTask(attempt, null);
  }

  /** The run that follows a run that a crash of its node has cut short. */
  public static RecordingTask after(RecordingTask crashed) {
    RecordingTask next = new RecordingTask(crashed.attempt, crashed.file);
    next.checkpoint = crashed.checkpoint;
    return next;
  }

  public static RecordingTask withFile(String content) {
    return new RecordingTask(1, new TextFile(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes the output to this stream instead of memory. */
  public RecordingTask writingTo(OutputStream other) {
    output = other;
    return this;
  }

  /** Cancels as the server does, by a flag and by an interrupt of the thread. */
  public void cancel(Thread running) {
    canceled = true;
    running.interrupt();
  }

  public String text() {
    return output == null ? "" : output.toString();
  }

  public boolean opened() {
    return mediaType != null;
  }

  public String mediaType() {
    return mediaType;
  }

  public String fileName() {
    return fileName;
  }

  public List<Progress> progress() {
    return List.copyOf(progress);
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public UUID jobId() {
    return jobId;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public void progress(long done, long total, String unit) {
    progress.add(new Progress(done, total, unit));
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
  public OutputStream output(String mediaType, String fileName) {
    if (this.mediaType != null) {
      throw new IllegalStateException("opened twice");
    }
    this.mediaType = mediaType;
    this.fileName = fileName;
    output = output == null ? new ByteArrayOutputStream() : output;
    return output;
  }

  @Override
  public Optional<InputFile> file() {
    return Optional.ofNullable(file);
  }

  @Override
  public void checkpoint(byte[] state) {
    checkpoint = state.clone();
  }

  @Override
  public Optional<byte[]> lastCheckpoint() {
    return Optional.ofNullable(checkpoint);
  }

  public RecordingTask partOf(String trace) {
    this.traceparent = trace;
    return this;
  }

  @Override
  public Optional<String> traceparent() {
    return Optional.ofNullable(traceparent);
  }

  @Override
  public Optional<String> tracestate() {
    return traceparent().map(parent -> "a=1");
  }

  @Override
  public Path scratch() {
    try {
      scratch =
          scratch == null
              ? Files.createTempDirectory(Path.of("target").toAbsolutePath(), "task")
              : scratch;
      return scratch;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void checkCanceled() {
    if (canceled) {
      throw new CancellationException("cancelled by the test");
    }
  }

  private record TextFile(byte[] content) implements InputFile {

    @Override
    public String mediaType() {
      return "text/plain";
    }

    @Override
    public Optional<String> name() {
      return Optional.of("input.txt");
    }

    @Override
    public long sizeBytes() {
      return content.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }
  }
}
