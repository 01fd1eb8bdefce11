package org.meanwhile.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Bytes to send, with a name and a media type: opened anew for each try, and streamed.
 *
 * @param opener opens the same bytes each time
 * @param size of the bytes, or -1 when it is not known
 * @param name what the server calls the file, or null
 * @param mediaType of the bytes
 */
public record FileSource(Opener opener, long size, String name, String mediaType) {
  private static final String ANY = "application/octet-stream";
  private static final int PIECE_BYTES = 256 * 1024;

  /** Opens the same bytes each time. */
  @FunctionalInterface
  public interface Opener {
    /** Opens a stream that its caller closes. */
    InputStream open() throws IOException;
  }

  /** A file, by its own name. */
  public static FileSource of(Path path) throws IOException {
    return new FileSource(
        () -> Files.newInputStream(path), Files.size(path), path.getFileName().toString(), ANY);
  }

  /** Bytes in memory. */
  public static FileSource of(byte[] bytes) {
    return new FileSource(() -> new ByteArrayInputStream(bytes), bytes.length, null, ANY);
  }

  /** Bytes of unknown length from anywhere. */
  public static FileSource of(Opener opener) {
    return new FileSource(opener, -1, null, ANY);
  }

  /** The same bytes by another name. */
  public FileSource named(String other) {
    return new FileSource(opener, size, other, mediaType);
  }

  /** The same bytes with this media type. */
  public FileSource as(String type) {
    return new FileSource(opener, size, name, type);
  }

  /** The bytes from an offset on. */
  BodyPublisher publisher(long offset) {
    BodyPublisher all = BodyPublishers.ofInputStream(() -> open(offset));
    return size < 0 ? all : sized(all, size - offset);
  }

  private static BodyPublisher sized(BodyPublisher pieces, long length) {
    return length == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(pieces, length);
  }

  private InputStream open(long offset) {
    try {
      InputStream in = opener.open();
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The size and the SHA-256 of the file, from one read. */
  record Measure(long size, byte[] sha256) {}

  Measure measure() throws IOException {
    MessageDigest digest = Digests.sha256();
    long bytes = 0;
    try (InputStream in = opener.open()) {
      byte[] piece = new byte[PIECE_BYTES];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        digest.update(piece, 0, n);
        bytes += n;
      }
    }
    return new Measure(bytes, digest.digest());
  }

  FileSource sized(long bytes) {
    return new FileSource(opener, bytes, name, mediaType);
  }

  /** As a part of a form, after this beginning and before this end. */
  BodyPublisher between(byte[] head, byte[] tail) {
    if (size >= 0) {
      return BodyPublishers.concat(
          BodyPublishers.ofByteArray(head), publisher(0), BodyPublishers.ofByteArray(tail));
    }
    return BodyPublishers.ofInputStream(
        () ->
            new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(head), open(0)),
                new ByteArrayInputStream(tail)));
  }

  /** Of a part of a form (RFC 7578): the name as it is, but it cannot break out of its quotes. */
  static String formDisposition(String name) {
    String quoted = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    return "form-data; name=\"file\"; filename=\"" + quoted + '"';
  }

  /** Of an output (RFC 6266): a field has only ASCII, so the name is encoded as RFC 8187 says. */
  static String attachment(String name) {
    String encoded =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "attachment; filename*=UTF-8''" + encoded;
  }
}
