package org.meanwhile.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The bytes of an output.
 *
 * <p>After a failure it goes on where it was ({@code Range} with {@code If-Range}). At the end it
 * compares length and SHA-256 with what the server said, and throws {@link DigestMismatch} in place
 * of the end when they differ. Not thread-safe.
 */
public final class Output extends InputStream {
  private static final int PARTIAL = 206;

  private final Http http;
  private final URI uri;
  private final Failures failures;
  private final MessageDigest digest = Digests.sha256();
  private long offset;
  private Answer answer;
  private boolean finished;
  private long size = -1;
  private String etag;
  private String mediaType;
  private Optional<byte[]> sha256 = Optional.empty();

  Output(Http http, URI uri) {
    this.http = http;
    this.uri = uri;
    failures = http.failures();
  }

  /** Its length in bytes; -1 when the server did not say. */
  public long size() {
    return size;
  }

  /** Its media type. */
  public String mediaType() {
    return mediaType;
  }

  /** The tag of its bytes, or null. */
  public String etag() {
    return etag;
  }

  /** Asks for the bytes from the current position on. */
  void open() throws IOException, InterruptedException {
    HttpRequest.Builder request = http.request("GET", uri);
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
      if (etag != null) {
        request.header("If-Range", etag);
      }
    }
    Answer next = http.send(request, failures, status -> status < 400);
    if (offset > 0 && !goesOn(next)) {
      next.close();
      throw new DigestMismatch(uri + " changed while it was read");
    }
    if (offset == 0) {
      describe(next);
    }
    answer = next;
  }

  private boolean goesOn(Answer next) {
    return next.status() == PARTIAL
        && next.header("Content-Range").orElse("").startsWith("bytes " + offset + "-");
  }

  private void describe(Answer about) {
    size = about.header("Content-Length").map(Long::parseLong).orElse(-1L);
    etag = about.header("ETag").orElse(null);
    mediaType = about.header("Content-Type").orElse(null);
    sha256 = Digests.in(about.header("Repr-Digest"));
  }

  /** Learns all of it but the bytes. */
  void head() throws IOException, InterruptedException {
    try (Answer about = http.send(http.request("HEAD", uri))) {
      describe(about);
    } catch (Problem e) {
      open(); // which says why: an answer to HEAD has no body
    }
  }

  /** Takes bytes of an earlier download for the next ones. */
  void skip(byte[] known, int length) {
    digest.update(known, 0, length);
    offset += length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!finished && (size < 0 || offset < size)) {
        int n = readOnce(bytes, from, length);
        if (n > 0) {
          failures.reset();
          digest.update(bytes, from, n);
          offset += n;
          return n;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    check();
    return -1;
  }

  /** Returns what came; 0 after a failure, or at the end of an output whose length is not known. */
  private int readOnce(byte[] bytes, int from, int length)
      throws IOException, InterruptedException {
    try {
      if (answer == null) {
        open();
      }
      int n = answer.body().read(bytes, from, length);
      if (n < 0 && size >= 0) {
        throw new IOException("cut off at " + offset + " of " + size + " bytes");
      }
      finished = n < 0;
      return Math.max(n, 0);
    } catch (DigestMismatch | Problem | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      close();
      failures.rest(e);
      return 0;
    }
  }

  private void check() throws IOException {
    finished = true;
    close();
    if (size >= 0 && offset != size) {
      throw new DigestMismatch(offset + " bytes instead of " + size + ": " + uri);
    }
    if (sha256.isPresent()) {
      byte[] mine = digest.digest();
      byte[] theirs = sha256.get();
      sha256 = Optional.empty();
      if (!MessageDigest.isEqual(mine, theirs)) {
        throw new DigestMismatch("the SHA-256 is another: " + uri);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (answer != null) {
      answer.close();
      answer = null;
    }
  }
}
