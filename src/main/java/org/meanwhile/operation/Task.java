package org.meanwhile.operation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One run of an operation, as the operation sees it.
 *
 * <p>A task belongs to the run's thread. Other threads may call only {@link #progress}, {@link
 * #message}, {@link #log} and {@link #checkCanceled}. These four are cheap enough for an inner
 * loop: nothing is written to the database by the call.
 *
 * <p>Once the run has to stop, the streams of the output and of the file and {@link #checkpoint}
 * throw {@link CancellationException} as well.
 */
public interface Task {

  /** The id of the job, which is the same for all its runs. */
  UUID jobId();

  /**
   * The number of this attempt, from 1 to {@link OperationDefinition#maxAttempts()}. A run after a
   * crash has the number of the run that the crash cut short.
   */
  int attempt();

  /**
   * Sets how far the work has come. Clients see the latest values, which are stored every {@code
   * meanwhile.work.progress-interval} (0.5 seconds by default).
   *
   * @param done how much is done; below 0 counts as 0
   * @param total how much there is in all; 0 or less when that is not known
   * @param unit what is counted, such as {@code bytes} or {@code rows}; cut at 32 characters, null
   *     for none
   */
  void progress(long done, long total, @Nullable String unit);

  /**
   * Sets a few words on what is being done. Clients see the latest, so it must hold no secrets.
   *
   * @param message cut at 255 characters; null for none
   */
  void message(@Nullable String message);

  /**
   * Writes to the job's log, which clients read while the job runs and until its output is gone, so
   * it must hold no secrets. Never waits, and never fails: lines are stored every 0.2 seconds and
   * when the run ends.
   *
   * <p>Of a line beyond 4 KiB the rest is cut off. A log keeps the newest 10,000 lines, and 4 MiB;
   * of more than 200 lines in a second the oldest are dropped. Readers are told how many were.
   *
   * @param level shown beside the line; clients read {@code info} for {@code INFO}
   * @param text one line or several; characters that control a terminal are replaced
   */
  void log(System.Logger.Level level, String text);

  /** Writes to the job's log with the level {@code INFO}. */
  default void log(String text) {
    log(System.Logger.Level.INFO, text);
  }

  /**
   * Opens the job's only output. It becomes visible when the run returns normally, and never
   * before. A run that never opens it succeeds with an empty output.
   *
   * <p>The output is stored chunk by chunk while it is written, so memory does not grow with it.
   * Closing it is not needed. A write that fails fails the job even if the operation ignores the
   * exception; so does an output of more than {@code meanwhile.output.max-bytes}.
   *
   * @param mediaType the {@code Content-Type} that clients get, at most 255 characters
   * @param fileName the name that a browser saves the output by; directories are cut off, and what
   *     is beyond 200 characters
   * @throws IllegalStateException when the output was opened before
   * @throws IllegalArgumentException when {@code mediaType} is not a media type
   * @throws IOException when the output cannot be stored
   */
  OutputStream output(String mediaType, String fileName) throws IOException;

  /**
   * The file that came with the job; empty when none came. Never empty when the operation
   * {@linkplain OperationDefinition#fileRequired() requires} a file.
   */
  Optional<InputFile> file();

  /**
   * Stores a checkpoint, from which the next run can go on instead of starting over. It replaces
   * the one before, and outlives a crash of the node. Nothing else of a run does: the next run
   * begins a new output and a new scratch directory, on any node.
   *
   * <p>Each call is a transaction: once a second is often enough. When the job's caller has
   * suspended it, this stops the run after the checkpoint is stored; see {@link
   * OperationDefinition#suspendable()}.
   *
   * @param state at most 64 KiB, in a form that only the operation needs to understand; copied
   * @throws IllegalArgumentException when {@code state} is longer than 64 KiB
   * @throws CancellationException when the run has to stop; let it pass
   * @throws IOException when the checkpoint cannot be stored
   */
  void checkpoint(byte[] state) throws IOException;

  /**
   * The last checkpoint of an earlier run of this job; empty when there is none. Checkpoints of
   * this run do not change it.
   */
  Optional<byte[]> lastCheckpoint();

  /**
   * The scratch directory of this run, on the node's disk. It is empty at the first call, and
   * deleted with all its content when the run ends. Each call returns the same directory.
   *
   * @throws IOException when the directory cannot be created
   */
  Path scratch() throws IOException;

  /**
   * The place in a distributed trace that what the run does belongs to: the value of the field
   * {@code traceparent} (W3C Trace Context) for requests that the operation sends. Empty when the
   * request that created the job was part of no trace.
   */
  default Optional<String> traceparent() {
    return Optional.empty();
  }

  /** The value of {@code tracestate} that goes with {@link #traceparent}; empty for none. */
  default Optional<String> tracestate() {
    return Optional.empty();
  }

  /**
   * Makes a call that no interrupt must hit, such as one that uses the server's own database: an
   * embedded one is closed by it. An interrupt that comes meanwhile comes afterwards. Only short
   * calls: the run cannot be stopped meanwhile.
   *
   * @throws Exception the exception that the call threw
   */
  default <T extends @Nullable Object> T uninterrupted(Callable<T> call) throws Exception {
    return call.call();
  }

  /**
   * Throws when the run has to stop: its caller has canceled the job, the job's timeout or deadline
   * is over, the node stops, or the job belongs to another node now. Else it does nothing.
   *
   * @throws CancellationException when the run has to stop; let it pass
   */
  void checkCanceled();
}
