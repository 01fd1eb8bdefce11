package org.meanwhile.api.download;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files that downloads fill. One that is whole is read back and its digest compared; then it
 * gets its last name and becomes a stored file. One that no download needs any more before that is
 * deleted. Thread-safe.
 */
final class GrowingFiles {
  private static final System.Logger LOG = System.getLogger(GrowingFiles.class.getName());

  /** How many files grow at a time; each holds one chunk in memory. */
  private static final int MAX_GROWING = 16;

  private final CacheDirectory directory;
  private final StoredFiles stored;
  private final ReadAhead readAhead;
  private final Map<String, GrowingFile> files = new HashMap<>();

  GrowingFiles(CacheDirectory directory, StoredFiles stored, ReadAhead readAhead) {
    this.directory = directory;
    this.stored = stored;
    this.readAhead = readAhead;
  }

  /**
   * The bytes of a file that begins or grows with this download.
   *
   * @param database where they come from when the file fails
   * @return empty when no file is to be made
   */
  Optional<OutputBytes> bytes(String sha256, Chunks chunks, OutputBytes database) {
    GrowingFile file = join(sha256, chunks);
    return file == null
        ? Optional.empty()
        : Optional.of(
            new GrowingBytes(
                file,
                database,
                position -> sending(sha256, file, position),
                () -> release(sha256, file)));
  }

  private synchronized GrowingFile join(String sha256, Chunks chunks) {
    GrowingFile file = files.get(sha256);
    if (file == null
        && chunks.sizeBytes() <= stored.maxBytes()
        && files.size() < MAX_GROWING
        && !stored.has(sha256)) {
      file = begin(sha256, chunks);
    }
    if (file != null) {
      file.users++;
    }
    return file;
  }

  private GrowingFile begin(String sha256, Chunks chunks) {
    try {
      Optional<Path> path =
          directory.pathOf(sha256 + ".part", chunks.sizeBytes(), stored.maxBytes());
      if (path.isEmpty()) {
        return null;
      }
      GrowingFile file = new GrowingFile(path.get(), chunks, stored::reserve);
      files.put(sha256, file);
      return file;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a download is not kept as a file: " + e);
      return null;
    }
  }

  private void sending(String sha256, GrowingFile file, long position) {
    if (file.wantsVerifying()) {
      later(sha256, file, () -> finish(sha256, file));
    } else if (file.wantsMore(position)) {
      later(sha256, file, file::fetchMore);
    }
  }

  private void later(String sha256, GrowingFile file, Runnable task) {
    synchronized (this) {
      file.users++;
    }
    boolean begun =
        readAhead.run(
            () -> {
              try {
                task.run();
              } finally {
                release(sha256, file);
              }
            });
    if (!begun) {
      release(sha256, file);
    }
  }

  private void finish(String sha256, GrowingFile file) {
    file.verify(sha256);
    synchronized (this) {
      if (files.get(sha256) != file || file.hasFailed()) {
        return;
      }
      try {
        Path path = directory.keep(file.path(), sha256);
        file.stored = new StoredFile(path, file.chunks().content());
        stored.add(sha256, file.stored);
        file.handOver();
        files.remove(sha256);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a download is not kept as a file: " + e);
      }
    }
  }

  private synchronized void release(String sha256, GrowingFile file) {
    file.users--;
    if ((file.users == 0 || file.hasFailed()) && files.remove(sha256, file)) {
      CacheDirectory.delete(file.path());
    }
    if (file.users == 0) {
      file.close();
      stored.free(file.handOver());
      if (file.stored != null) {
        stored.release(file.stored);
      }
    }
  }
}
