package org.meanwhile.api.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.platform.Sha256;

/** The file cache with contents in memory, and with tasks that run when a test says so. */
final class Cache {
  final StoredFiles stored;
  final CacheDirectory directory;
  final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Path parent;
  private final GrowingFiles growing;
  private final ReadAhead readAhead = new ReadAhead(tasks::add);

  Cache(Path parent, long maxBytes) {
    this.parent = parent;
    directory = new CacheDirectory(parent, false);
    directory.open();
    stored = new StoredFiles(maxBytes);
    growing = new GrowingFiles(directory, stored, readAhead);
  }

  /** A content of any bytes; each of the same seed and size is equal. */
  static final class Content {
    final UUID id = UUID.randomUUID();
    final byte[] bytes;
    final AtomicInteger fetched = new AtomicInteger();
    String sha256;
    volatile boolean deleted;
    volatile Runnable onFetch = () -> {};

    Content(int seed, int sizeBytes) {
      bytes = new byte[sizeBytes];
      new Random(seed).nextBytes(bytes);
      sha256 = HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    Chunks chunks() {
      return new Chunks(this::chunk, id, bytes.length);
    }

    private byte[] chunk(int seq) {
      fetched.incrementAndGet();
      onFetch.run();
      int from = seq * ContentStore.CHUNK_BYTES;
      return deleted || from >= bytes.length
          ? null
          : Arrays.copyOfRange(
              bytes, from, Math.min(bytes.length, from + ContentStore.CHUNK_BYTES));
    }
  }

  /** Begins a download, as {@link Downloads} does. */
  OutputBytes open(Content content) {
    DatabaseBytes database =
        new DatabaseBytes(content.chunks(), new ReadAhead(task -> {}), content.bytes.length);
    return stored
        .bytes(content.sha256, content.id, database)
        .or(() -> growing.bytes(content.sha256, content.chunks(), database))
        .orElse(database);
  }

  /** Downloads all of a content, and lets what is to be done afterwards be done. */
  byte[] download(Content content) {
    try (OutputBytes bytes = open(content)) {
      return read(bytes, 0, content.bytes.length);
    } finally {
      runTasks();
    }
  }

  void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  static byte[] read(OutputBytes bytes, int from, int to) {
    byte[] all = new byte[to - from];
    try {
      for (int position = from; position < to; ) {
        ByteBuffer piece = bytes.read(position);
        int count = Math.min(piece.remaining(), to - position);
        piece.get(all, position - from, count);
        position += count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The files of the cache, but for its lock. */
  List<Path> files() {
    try (Stream<Path> found = Files.walk(parent)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Path> fileOf(Content content) {
    return files().stream().filter(file -> file.endsWith(content.sha256)).findFirst();
  }
}
