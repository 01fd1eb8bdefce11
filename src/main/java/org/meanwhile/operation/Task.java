package org.meanwhile.operation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/**
 * One run of an operation, as the operation sees it.
 *
 * <p>Belongs to the run's thread; only {@link #progress}, {@link #message} and {@link
 * #checkCanceled} may be called from other threads too. All of it is cheap: progress is collected
 * and stored at most a few times a second.
 */
public interface Task {

  /** The job's id, the same in each attempt. */
  UUID jobId();

  /** Which attempt this is, from 1. */
  int attempt();

  /**
   * Says how far the work has come.
   *
   * @param done how much is done, 0 or more
   * @param total how much there is in all; 0 when that is not known
   * @param unit what is counted, such as {@code bytes} or {@code rows}; up to 32 characters
   */
  void progress(long done, long total, String unit);

  /**
   * Says in a few words what is being done; cut at 255 characters. Callers see it, so no secrets.
   */
  void message(String message);

  /**
   * Opens the job's only output. It becomes visible when the run returns normally, never before.
   *
   * <p>What is written goes to the store piece by piece; memory does not grow with it. Closing it
   * is welcome but not needed. A run that never opens it succeeds with an empty output.
   *
   * @param mediaType what callers get as {@code Content-Type}
   * @param fileName what a browser would save it as; any characters, directories are cut off
   * @throws IllegalStateException when it was opened before
   * @throws IOException when the store cannot take it
   */
  OutputStream output(String mediaType, String fileName) throws IOException;

  /** The file that came with the job; empty when none did. */
  Optional<InputFile> file();

  /**
   * Remembers how far this run came, so that the next one need not start over: the last checkpoint
   * outlives a crash of the node. Nothing else does: the next run begins a new output in a new
   * scratch directory, on any node.
   *
   * <p>Each is a transaction: once a second is often enough.
   *
   * @param state at most 64 KiB, whatever the operation understands
   */
  void checkpoint(byte[] state) throws IOException;

  /**
   * The last checkpoint of an earlier run; empty when none was made. A run after a crash has one,
   * though it is no new {@linkplain #attempt attempt}.
   */
  Optional<byte[]> lastCheckpoint();

  /**
   * An empty directory for this run alone, on this node's disk; it is deleted with all its content
   * when the run ends.
   */
  Path scratch() throws IOException;

  /**
   * Throws when the job was cancelled, its time is up, or the node stops. Cheap enough for an inner
   * loop.
   *
   * @throws CancellationException to be let through
   */
  void checkCanceled();
}
