package org.meanwhile.api.download;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whole files with the bytes of outputs, by their SHA-256. They and the files that grow have a
 * bounded number of bytes together. To make room, the files that were served least recently are
 * deleted, but none that is being sent. Thread-safe.
 */
final class StoredFiles {
  private static final System.Logger LOG = System.getLogger(StoredFiles.class.getName());

  /** How long a proxy may take to open a file that it was told of. */
  private static final Duration PROXY_OPENS = Duration.ofSeconds(30);

  private final long maxBytes;
  private final Map<String, StoredFile> files = new LinkedHashMap<>(16, 0.75f, true);
  private long heldBytes;

  StoredFiles(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  long maxBytes() {
    return maxBytes;
  }

  /** How many bytes the files have, those that still grow among them. */
  synchronized long heldBytes() {
    return heldBytes;
  }

  /**
   * The bytes of a file.
   *
   * @param content of the output that is served
   * @param database where the bytes come from when the file fails
   * @return empty when there is no such file
   */
  Optional<OutputBytes> bytes(String sha256, UUID content, OutputBytes database) {
    StoredFile file = use(sha256, content);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new FileBytes(file.open(), database, () -> drop(sha256, file), () -> release(file)));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a file of the download cache cannot be opened: " + e);
      release(file);
      drop(sha256, file);
      return Optional.empty();
    }
  }

  /**
   * The path of a file for a proxy, which has 30 s to open it.
   *
   * @param content of the output that is served
   * @return empty when there is no such file
   */
  Optional<Path> pathForProxy(String sha256, UUID content) {
    StoredFile file = use(sha256, content);
    if (file == null) {
      return Optional.empty();
    }
    synchronized (this) {
      file.keepUntilNanos = System.nanoTime() + PROXY_OPENS.toNanos();
      release(file);
    }
    return Optional.of(file.path());
  }

  private StoredFile use(String sha256, UUID content) {
    StoredFile file;
    synchronized (this) {
      file = files.get(sha256);
      if (file == null) {
        return null;
      }
      file.users++;
      file.content = content;
    }
    if (file.isUnchanged()) {
      return file;
    }
    LOG.log(Level.WARNING, "somebody has changed a file of the download cache: " + file.path());
    release(file);
    drop(sha256, file);
    return null;
  }

  /** Ends a use of a file. */
  synchronized void release(StoredFile file) {
    if (--file.users == 0 && file.dropped) {
      free(file.sizeBytes());
    }
  }

  /** Deletes a file; its room is free when it is sent to nobody any more. */
  private synchronized void drop(String sha256, StoredFile file) {
    if (files.remove(sha256, file)) {
      file.dropped = true;
      CacheDirectory.delete(file.path());
      if (file.users == 0) {
        free(file.sizeBytes());
      }
    }
  }

  /** Adds a file whose digest is right and whose room is reserved, with one use of it. */
  synchronized void add(String sha256, StoredFile file) {
    file.users++;
    files.put(sha256, file);
  }

  synchronized boolean has(String sha256) {
    return files.containsKey(sha256);
  }

  /** Forgets all files. */
  synchronized void clear() {
    files.clear();
    heldBytes = 0;
  }

  /** Reserves room for bytes; false when there is none, because too much is being sent. */
  synchronized boolean reserve(long bytes) {
    Iterator<StoredFile> leastRecent = files.values().iterator();
    while (heldBytes + bytes > maxBytes && leastRecent.hasNext()) {
      StoredFile file = leastRecent.next();
      if (file.users == 0 && System.nanoTime() - file.keepUntilNanos >= 0) {
        leastRecent.remove();
        CacheDirectory.delete(file.path());
        free(file.sizeBytes());
      }
    }
    if (heldBytes + bytes > maxBytes) {
      return false;
    }
    heldBytes += bytes;
    return true;
  }

  /** Gives room back. */
  synchronized void free(long bytes) {
    heldBytes -= bytes;
  }

  /** The contents of the outputs that the files were served for last. */
  synchronized Set<UUID> contents() {
    Set<UUID> contents = new HashSet<>();
    files.values().forEach(file -> contents.add(file.content));
    return contents;
  }

  /**
   * Deletes the files of outputs that are no more.
   *
   * @param asked what {@link #contents} said
   * @param kept those of them that are still there
   */
  synchronized void retain(Collection<UUID> asked, Set<UUID> kept) {
    for (Map.Entry<String, StoredFile> each : List.copyOf(files.entrySet())) {
      UUID content = each.getValue().content;
      if (asked.contains(content) && !kept.contains(content)) {
        drop(each.getKey(), each.getValue());
      }
    }
  }
}
