package org.meanwhile.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/** Sends the output of one lease, and goes on after the network broke off. */
record Upload(Http http, LeaseLine line) {
  private static final int NOT_FOUND = 404;

  private URI uri() {
    return line.below("output");
  }

  /** Puts the whole output. After a failure the rest is appended to what the server has of it. */
  void send(FileSource source) throws IOException, InterruptedException {
    FileSource.Measure measure = source.measure();
    FileSource sized = source.sized(measure.size());
    String digest = Digests.field(measure.sha256());
    Failures failures = http.failures();
    long offset = 0;
    while (true) {
      line.check();
      try {
        if (offset == 0) {
          put(sized, digest);
        } else { // with no bytes left, too: it says that the output is whole
          append(offset, sized.publisher(offset), sized.size() - offset, Optional.of(digest));
        }
        return;
      } catch (IOException e) {
        offset = offsetAfter(e, failures);
      }
    }
  }

  private void put(FileSource source, String digest) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        describe(http.request("PUT", uri()), source.mediaType(), source.name())
            .header("Repr-Digest", digest)
            .timeout(JobRequest.timeFor(source.size()))
            .method("PUT", source.publisher(0));
    http.once(request).close();
  }

  /** Puts an output of no bytes, to be appended to. */
  void start(String mediaType, String name) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        describe(http.request("PUT", uri()), mediaType, name)
            .method("PUT", BodyPublishers.noBody());
    http.send(request).close();
  }

  /**
   * Sends bytes that begin at an offset of the output.
   *
   * @param digest of the whole output, when these bytes are its last
   */
  void append(long offset, BodyPublisher body, long size, Optional<String> digest)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        http.request("PATCH", uri())
            .header("Content-Type", "application/partial-upload")
            .header("Upload-Offset", Long.toString(offset))
            .timeout(JobRequest.timeFor(size))
            .method("PATCH", body);
    digest.ifPresent(value -> request.header("Repr-Digest", value));
    http.once(request).close();
  }

  /** How many bytes the server has after a failure; throws what is final. */
  long offsetAfter(IOException failure, Failures failures)
      throws IOException, InterruptedException {
    boolean misunderstood =
        failure instanceof Problem problem && problem.kind().equals("wrong-offset");
    failures.rest(misunderstood ? new IOException(failure) : failure);
    line.check();
    return offset();
  }

  /** How many bytes the server has; 0 when there is no output yet. */
  private long offset() throws IOException, InterruptedException {
    HttpRequest.Builder request = http.request("HEAD", uri());
    try (Answer answer =
        http.send(request, http.failures(), status -> status < 400 || status == NOT_FOUND)) {
      return answer.header("Upload-Offset").map(Long::parseLong).orElse(0L);
    }
  }

  private static HttpRequest.Builder describe(
      HttpRequest.Builder request, String mediaType, String name) {
    request.header("Content-Type", mediaType);
    if (name != null) {
      request.header("Content-Disposition", FileSource.attachment(name));
    }
    return request;
  }
}
