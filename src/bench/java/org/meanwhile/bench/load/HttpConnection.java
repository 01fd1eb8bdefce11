package org.meanwhile.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A keep-alive connection of HTTP/1.1, for one answer of a few kilobytes at a time. */
final class HttpConnection {
  private static final int ANSWER_BYTES = 64 * 1024;
  private static final byte[] END_OF_HEAD = bytes("\r\n\r\n");
  private static final byte[] END_OF_CHUNKS = bytes("\r\n0\r\n\r\n");
  private static final int STATUS_POSITION = 9;

  private final SocketChannel channel;
  private final ByteBuffer answer;
  private int status;
  private boolean closing;
  private long sentNanos;
  private long latencyNanos;

  HttpConnection(SocketChannel channel) {
    this(channel, ANSWER_BYTES);
  }

  HttpConnection(SocketChannel channel, int answerBytes) {
    this.channel = channel;
    this.answer = ByteBuffer.allocate(answerBytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends a request that fits into the socket's buffer. */
  void send(byte[] request) throws IOException {
    answer.clear();
    sentNanos = System.nanoTime();
    if (channel.write(ByteBuffer.wrap(request)) != request.length) {
      throw new IOException("a request did not fit into the socket's buffer");
    }
  }

  /** Reads the available bytes; returns whether the answer is complete. */
  boolean read() throws IOException {
    if (channel.read(answer) < 0) {
      throw new EOFException("the server closed a connection");
    }
    int head = indexOf(END_OF_HEAD, 0);
    if (head < 0 || !isComplete(head + END_OF_HEAD.length)) {
      return false;
    }
    latencyNanos = System.nanoTime() - sentNanos;
    return true;
  }

  private boolean isComplete(int bodyStart) throws IOException {
    status = Integer.parseInt(text(STATUS_POSITION, STATUS_POSITION + 3));
    String head = text(0, bodyStart).toLowerCase(Locale.ROOT);
    closing = head.contains("\r\nconnection: close");
    if (status == 304 || status == 204) {
      return true;
    }
    int length = head.indexOf("\r\ncontent-length:");
    if (length >= 0) {
      String value =
          head.substring(head.indexOf(':', length) + 1, head.indexOf("\r\n", length + 2));
      return answer.position() == bodyStart + Integer.parseInt(value.strip());
    }
    // Chunked: no other answer is under way, so the last bytes show the end.
    return indexOf(END_OF_CHUNKS, answer.position() - END_OF_CHUNKS.length) >= 0;
  }

  private String text(int from, int to) {
    return new String(answer.array(), from, to - from, StandardCharsets.US_ASCII);
  }

  private int indexOf(byte[] wanted, int from) {
    byte[] in = answer.array();
    for (int at = Math.max(0, from); at <= answer.position() - wanted.length; at++) {
      int i = 0;
      while (i < wanted.length && in[at + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  /** Whether the server closes the connection after this answer. */
  boolean isClosing() {
    return closing;
  }

  int status() {
    return status;
  }

  /** The whole answer, with its head. */
  String answer() {
    return text(0, answer.position());
  }

  long latencyNanos() {
    return latencyNanos;
  }
}
