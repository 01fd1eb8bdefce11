package org.meanwhile.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.meanwhile.job.DeclaredOutput;
import org.meanwhile.operation.InputFile;
import org.meanwhile.operation.Task;
import org.meanwhile.platform.VisibleText;

/**
 * A run in memory, which records what an operation does with it. It refuses what the server
 * refuses: a second output, an output without a media type, a checkpoint beyond 64 KiB, and
 * everything once the run is canceled.
 *
 * <p>Not as on a server: nothing is limited in size or rate but checkpoints, and an output can be
 * read before the run has ended.
 *
 * <p>As with every task, other threads may call {@link #progress}, {@link #message}, {@link #log},
 * {@link #checkCanceled}, and here {@link #cancel()}. All else is for the thread of the run, and
 * for the test when the run is over.
 */
public final class TestTask implements Task, AutoCloseable {
  private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;

  /**
   * One call of {@link Task#progress}.
   *
   * @param total 0 when it is not known
   * @param unit null for none
   */
  public record Progress(long done, long total, String unit) {}

  /** One line of the log. */
  public record LogLine(System.Logger.Level level, String text) {}

  private final UUID jobId;
  private final List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
  private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
  private final List<LogLine> log = Collections.synchronizedList(new ArrayList<>());
  private final List<byte[]> checkpoints = Collections.synchronizedList(new ArrayList<>());
  private int attempt = 1;
  private MemoryFile file;
  private byte[] lastCheckpoint;
  private String traceparent;
  private String tracestate;
  private Predicate<TestTask> cancelWhen = task -> false;
  private OutputStream target = new ByteArrayOutputStream();
  private DeclaredOutput declared;
  private Path scratch;
  private Thread runner;
  private boolean refused;
  private volatile boolean canceled;

  /** The first attempt of a new job, without a file. */
  public TestTask() {
    this(UUID.randomUUID());
  }

  private TestTask(UUID jobId) {
    this.jobId = jobId;
  }

  /** Sets the number of the attempt. */
  public TestTask withAttempt(int number) {
    attempt = number;
    return this;
  }

  /** Gives it a file. */
  public TestTask withFile(String mediaType, String name, byte[] content) {
    file = new MemoryFile(mediaType, Optional.of(name), content.clone(), this::requireNotCanceled);
    return this;
  }

  /** Gives it a file of {@code text/plain} in UTF-8 with the name {@code input.txt}. */
  public TestTask withFile(String text) {
    return withFile("text/plain", "input.txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives it the last checkpoint of an earlier run. */
  public TestTask withLastCheckpoint(byte[] state) {
    lastCheckpoint = state.clone();
    return this;
  }

  /** Gives it the trace of the request for the job. */
  public TestTask withTrace(String parent, String state) {
    traceparent = parent;
    tracestate = state;
    return this;
  }

  /** Writes the output to this stream instead of memory. */
  public TestTask writingTo(OutputStream other) {
    target = other;
    return this;
  }

  /**
   * Cancels the run as soon as this is true: looked at after each call of {@link #progress}, {@link
   * #message}, {@link #log} and {@link #checkpoint}.
   */
  public TestTask cancelWhen(Predicate<TestTask> condition) {
    cancelWhen = condition;
    return this;
  }

  /**
   * The run that follows this one after a crash of its node: the same job, attempt and file, and
   * the newest checkpoint. Nothing else of this run is left.
   */
  public TestTask nextRun() {
    TestTask next = new TestTask(jobId).withAttempt(attempt);
    next.file = file == null ? null : file.of(next::requireNotCanceled);
    next.lastCheckpoint = checkpoints.isEmpty() ? lastCheckpoint : newestCheckpoint();
    return next;
  }

  private byte[] newestCheckpoint() {
    return checkpoints.get(checkpoints.size() - 1);
  }

  /**
   * Cancels the run, as when its caller cancels the job. The thread in which {@link
   * OperationUnderTest} runs the operation is interrupted, as on a server.
   */
  public synchronized void cancel() {
    canceled = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  /** Cancels the run, and interrupts the thread in which the test runs the operation. */
  public void cancel(Thread running) {
    canceled = true;
    running.interrupt();
  }

  /** Sets which thread a cancel interrupts; null for none. No interrupt comes after that. */
  synchronized void runIn(Thread thread) {
    runner = thread;
  }

  /** All progress, in the order of the calls. */
  public List<Progress> progress() {
    return List.copyOf(progress);
  }

  /** All messages, in the order of the calls; none is null. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** All lines of the log, in the order of the calls. */
  public List<LogLine> log() {
    return List.copyOf(log);
  }

  /** All checkpoints of this run, in the order of the calls. */
  public List<byte[]> checkpoints() {
    return checkpoints.stream().map(byte[]::clone).toList();
  }

  /** Whether the run was canceled. */
  public boolean isCanceled() {
    return canceled;
  }

  /** Whether a read or write was refused, after which no run succeeds. */
  boolean isRefused() {
    return refused;
  }

  /** The media type of the output; empty while the operation has not opened one. */
  public Optional<String> outputType() {
    return Optional.ofNullable(declared).map(DeclaredOutput::mediaType);
  }

  /** The file name of the output, as clients get it; empty while there is none. */
  public Optional<String> outputName() {
    return Optional.ofNullable(declared).map(DeclaredOutput::fileName);
  }

  /** What was written to the output; of no bytes while there is none. */
  public byte[] outputBytes() {
    if (target instanceof ByteArrayOutputStream memory) {
      return memory.toByteArray();
    }
    throw new IllegalStateException("the output is written to a stream of the test");
  }

  /** What was written to the output, read as UTF-8. */
  public String outputText() {
    return new String(outputBytes(), StandardCharsets.UTF_8);
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
    String shown = new org.meanwhile.job.Progress(null, null, unit, null).unit();
    progress.add(new Progress(Math.max(0, done), Math.max(0, total), shown));
    cancelIfDue();
  }

  @Override
  public void message(String message) {
    if (message != null) {
      messages.add(new org.meanwhile.job.Progress(null, null, null, message).message());
    }
    cancelIfDue();
  }

  @Override
  public void log(System.Logger.Level level, String text) {
    String plain = VisibleText.lines(text.replace("\r\n", "\n").replace('\r', '\n'));
    Stream<String> lines = plain.isEmpty() ? Stream.of("") : plain.lines();
    lines.forEach(line -> log.add(new LogLine(level, line)));
    cancelIfDue();
  }

  private void cancelIfDue() {
    if (!canceled && cancelWhen.test(this)) {
      cancel();
    }
  }

  @Override
  public OutputStream output(String mediaType, String fileName) {
    if (declared != null) {
      throw new IllegalStateException("a job has one output, and it was opened before");
    }
    declared = DeclaredOutput.of(mediaType, fileName);
    return new RefusingOutput(target, this::requireNotCanceled);
  }

  @Override
  public Optional<InputFile> file() {
    return Optional.ofNullable(file);
  }

  @Override
  public void checkpoint(byte[] state) {
    if (state.length > MAX_CHECKPOINT_BYTES) {
      throw new IllegalArgumentException(
          "a checkpoint has at most " + MAX_CHECKPOINT_BYTES + " bytes");
    }
    checkCanceled();
    checkpoints.add(state.clone());
    cancelIfDue();
    checkCanceled();
  }

  @Override
  public Optional<byte[]> lastCheckpoint() {
    return Optional.ofNullable(lastCheckpoint).map(byte[]::clone);
  }

  @Override
  public Optional<String> traceparent() {
    return Optional.ofNullable(traceparent);
  }

  @Override
  public Optional<String> tracestate() {
    return Optional.ofNullable(tracestate);
  }

  @Override
  public Path scratch() throws IOException {
    if (scratch == null) {
      scratch = Files.createTempDirectory("task");
    }
    return scratch;
  }

  @Override
  public void checkCanceled() {
    if (canceled) {
      throw new CancellationException("the run was told to stop");
    }
  }

  private void requireNotCanceled() {
    refused |= canceled;
    checkCanceled();
  }

  /** Deletes the scratch directory, as the server does at the end of each run. */
  @Override
  public void close() throws IOException {
    if (scratch == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    scratch = null;
  }
}
