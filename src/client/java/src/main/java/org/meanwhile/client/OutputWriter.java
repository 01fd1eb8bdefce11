package org.meanwhile.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/**
 * Appends to a lease's output. What was written is sent by the megabyte, and by {@link #flush}. Not
 * thread-safe.
 */
final class OutputWriter extends OutputStream {
  private static final int PIECE_BYTES = 1024 * 1024;

  private final Http http;
  private final LeaseLine line;
  private final Upload upload;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private long sent;

  OutputWriter(Http http, LeaseLine line, String mediaType, String name)
      throws IOException, InterruptedException {
    this.http = http;
    this.line = line;
    upload = new Upload(http, line);
    try {
      upload.start(mediaType, name);
    } catch (Problem e) {
      throw line.refused(e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    line.check();
    buffer.write(bytes, from, length);
    if (buffer.size() >= PIECE_BYTES) {
      flush();
    }
  }

  /** Sends what has not been sent; returns when the server has it. */
  @Override
  public void flush() throws IOException {
    byte[] piece = buffer.toByteArray();
    try {
      append(piece, sent);
      buffer.reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void append(byte[] piece, long begin) throws IOException, InterruptedException {
    Failures failures = http.failures();
    try {
      while (sent < begin + piece.length) {
        line.check();
        int known = Math.toIntExact(sent - begin);
        int left = piece.length - known;
        try {
          upload.append(
              sent, BodyPublishers.ofByteArray(piece, known, left), left, Optional.empty());
          sent += left;
        } catch (IOException e) {
          sent = upload.offsetAfter(e, failures);
        }
      }
    } catch (Problem e) {
      throw line.refused(e);
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
