package org.meanwhile.api.download;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import org.meanwhile.platform.Sha256;

/**
 * A file that downloads of the same bytes fill and read together. The one that needs the byte after
 * the file's end fetches the next chunk; nothing that was fetched once is fetched again.
 * Thread-safe.
 */
final class GrowingFile {
  private static final System.Logger LOG = System.getLogger(GrowingFile.class.getName());

  private final Path path;
  private final Chunks chunks;
  private final LongPredicate reserve;
  private final FileChannel file;
  private final ReentrantLock growing = new ReentrantLock();
  private final AtomicBoolean fetching = new AtomicBoolean();
  private final AtomicBoolean verifying = new AtomicBoolean();

  private record Chunk(long start, ByteBuffer bytes) {
    boolean has(long position) {
      return position >= start && position < start + bytes.remaining();
    }

    ByteBuffer from(long position) {
      return bytes.duplicate().position((int) (position - start));
    }
  }

  /** How many bytes are in the file; whole chunks but for the last one. */
  private volatile long length;

  private volatile Chunk latest;
  private volatile long reservedBytes;
  private volatile boolean failed;

  /** How many downloads and tasks use it; guarded by the lock of {@link GrowingFiles}. */
  int users;

  /** What it has become, which it uses as long as it is used itself; guarded by the same lock. */
  StoredFile stored;

  /**
   * Creates the file.
   *
   * @param reserve asks for room for so many bytes more
   */
  GrowingFile(Path path, Chunks chunks, LongPredicate reserve) throws IOException {
    this.path = path;
    this.chunks = chunks;
    this.reserve = reserve;
    this.file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
  }

  Path path() {
    return path;
  }

  Chunks chunks() {
    return chunks;
  }

  /** Returns how much room it has reserved, which is the caller's from now on. */
  long handOver() {
    long reserved = reservedBytes;
    reservedBytes = 0;
    return reserved;
  }

  private boolean isWhole() {
    return length == chunks.sizeBytes();
  }

  /** True once, when the file is whole: whoever is told so verifies it. */
  boolean wantsVerifying() {
    return isWhole() && !verifying.get() && verifying.compareAndSet(false, true);
  }

  boolean hasFailed() {
    return failed;
  }

  /**
   * Returns bytes from a position on, after fetching them when the position is the file's end.
   *
   * @param buffer may be used for the bytes
   * @return null when the position is beyond the end, or the file has failed
   * @throws IOException when the content was deleted
   */
  ByteBuffer read(long position, ByteBuffer buffer) throws IOException {
    while (!failed && position <= length) {
      Chunk chunk = latest;
      if (chunk != null && chunk.has(position)) {
        return chunk.from(position);
      }
      if (position < length) {
        return readFile(position, buffer);
      }
      grow(position);
    }
    return null;
  }

  private ByteBuffer readFile(long position, ByteBuffer buffer) {
    int atMost = (int) Math.min(buffer.capacity(), length - position);
    try {
      return file.read(buffer.clear().limit(atMost), position) > 0 ? buffer.flip() : null;
    } catch (IOException e) {
      fail(e);
      return null;
    }
  }

  /** Whether to fetch the next chunk now, because a download is sending the latest one. */
  boolean wantsMore(long position) {
    Chunk chunk = latest;
    return chunk != null
        && chunk.has(position)
        && !failed
        && !isWhole()
        && fetching.compareAndSet(false, true);
  }

  /** Fetches the next chunk. A failure is left to the download that needs the chunk. */
  void fetchMore() {
    try {
      grow(length);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, () -> "a chunk could not be fetched ahead: " + e);
    } finally {
      fetching.set(false);
    }
  }

  /** Adds a chunk, unless the file has grown beyond its end meanwhile. */
  private void grow(long end) throws IOException {
    growing.lock();
    try {
      if (length != end || failed || isWhole()) {
        return;
      }
      ByteBuffer bytes = chunks.read(end);
      if (!reserve.test(bytes.remaining())) {
        failed = true;
        return;
      }
      reservedBytes += bytes.remaining();
      if (!append(bytes, end)) {
        return;
      }
      latest = new Chunk(end, bytes);
      length = end + bytes.remaining();
    } finally {
      growing.unlock();
    }
  }

  private boolean append(ByteBuffer bytes, long end) {
    ByteBuffer rest = bytes.duplicate();
    try {
      while (rest.hasRemaining()) {
        file.write(rest, end + rest.position());
      }
      return true;
    } catch (IOException e) {
      fail(e);
      return false;
    }
  }

  private void fail(IOException e) {
    failed = true;
    LOG.log(Level.WARNING, "a download is not kept as a file: " + e);
  }

  /** Reads the file again; it has failed when its bytes have another digest. */
  void verify(String sha256) {
    try {
      if (!hasDigest(sha256)) {
        fail(new IOException("the bytes have not the digest " + sha256));
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private boolean hasDigest(String sha256) throws IOException {
    MessageDigest digest = Sha256.digest();
    ByteBuffer buffer = ByteBuffer.allocate(OutputBytes.PIECE_BYTES);
    for (long position = 0; file.read(buffer.clear(), position) > 0; ) {
      position += buffer.flip().remaining();
      digest.update(buffer);
    }
    return HexFormat.of().formatHex(digest.digest()).equals(sha256);
  }

  /** Closes the file, which keeps its name. */
  void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "a file of the download cache cannot be closed: " + e);
    }
  }
}
