package org.meanwhile.builtin.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.meanwhile.builtin.backup.ZipRecords.Written;

/**
 * Writes a zip archive of any length and any number of entries in constant memory: the central
 * directory, which comes last, is collected in a scratch file.
 *
 * <p>{@link java.util.zip.ZipOutputStream} keeps the central directory in memory, a few hundred
 * bytes an entry, and can store neither permissions nor links.
 *
 * <p>Not thread-safe. {@link #finish} completes the archive; {@link #close} only frees resources.
 */
final class ZipStream implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final OutputStream out;
  private final Path central;
  private final OutputStream centralOut;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final CRC32 crc = new CRC32();
  private final byte[] compressed = new byte[BUFFER];
  private long offset;
  private long centralSize;
  private long entries;

  /** The entry that {@link #begin} began; null when {@link #end} has ended it. */
  private @Nullable ZipEntry open;

  private boolean openZip64;
  private long openOffset;
  private long contentOffset;

  /**
   * @param out receives the archive; this does not close it
   * @param central the path of a file that does not exist yet, for the central directory
   */
  ZipStream(OutputStream out, Path central) throws IOException {
    this.out = out;
    this.central = central;
    this.centralOut = new BufferedOutputStream(Files.newOutputStream(central), BUFFER);
  }

  /** Writes a whole entry without compression: a directory, or a link and its target. */
  void put(ZipEntry entry, byte[] content) throws IOException {
    crc.reset();
    crc.update(content);
    Written sizes =
        new Written(ZipRecords.STORED, crc.getValue(), content.length, content.length, offset);
    emit(ZipRecords.localHeader(entry, sizes));
    emit(content, content.length);
    list(entry, sizes);
  }

  /**
   * Begins an entry whose content is compressed: {@link #write} its pieces, then {@link #end} it.
   *
   * @param maxSize an upper limit of the size of its content, in bytes
   */
  void begin(ZipEntry entry, long maxSize) throws IOException {
    open = entry;
    openOffset = offset;
    // Incompressible content grows by 5 bytes in 16 KiB. Zip64 cannot be used for all entries to be
    // safe: the ZipInputStream of JDK 17 expects 32-bit sizes wherever they suffice.
    openZip64 = maxSize + maxSize / 3000 + 100 >= ZipRecords.MAX_UINT32;
    crc.reset();
    deflater.reset();
    emit(ZipRecords.streamedHeader(entry, openZip64));
    contentOffset = offset;
  }

  void write(byte[] bytes, int length) throws IOException {
    crc.update(bytes, 0, length);
    deflater.setInput(bytes, 0, length);
    while (!deflater.needsInput()) {
      emit(compressed, deflater.deflate(compressed));
    }
  }

  /**
   * Ends the entry that was begun.
   *
   * @throws IllegalStateException when none was begun
   */
  void end() throws IOException {
    ZipEntry entry = open;
    if (entry == null) {
      throw new IllegalStateException("no entry was begun");
    }
    deflater.finish();
    while (!deflater.finished()) {
      emit(compressed, deflater.deflate(compressed));
    }
    Written sizes =
        new Written(
            ZipRecords.DEFLATED,
            crc.getValue(),
            offset - contentOffset,
            deflater.getBytesRead(),
            openOffset);
    emit(ZipRecords.descriptor(sizes, openZip64));
    list(entry, sizes);
    open = null;
  }

  /**
   * Writes the central directory and the end of the archive.
   *
   * @param comment left out when it is longer than 65,535 bytes
   */
  void finish(String comment) throws IOException {
    centralOut.close();
    Files.copy(central, out);
    byte[] bytes = comment.getBytes(StandardCharsets.UTF_8);
    byte[] fitting = bytes.length <= ZipRecords.MAX_UINT16 ? bytes : new byte[0];
    emit(ZipRecords.end(entries, offset, centralSize, fitting));
    out.flush();
  }

  private void list(ZipEntry entry, Written sizes) throws IOException {
    ByteBuffer header = ZipRecords.centralHeader(entry, sizes);
    centralOut.write(header.array(), 0, header.limit());
    centralSize += header.limit();
    entries++;
  }

  private void emit(ByteBuffer record) throws IOException {
    emit(record.array(), record.limit());
  }

  private void emit(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    offset += length;
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    centralOut.close();
  }
}
