package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;
import org.meanwhile.contract.support.Upload;

/**
 * Files and outputs may be larger than the heap of the server. With {@code -Dbig}: 5 GB out and 2
 * GB in, which takes minutes.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class BigDataIT {
  private static final boolean BIG = Boolean.getBoolean("big");
  private static final long OUT_BYTES = BIG ? 5_000_000_000L : 300_000_000L;
  private static final long IN_BYTES = BIG ? 2_000_000_000L : 200_000_000L;
  private static final Duration PATIENCE = Duration.ofMinutes(BIG ? 60 : 4);

  /**
   * HTTP/1.1, as curl uses it. On HTTP/2 the server closes the whole connection when a client
   * cancels a stream.
   */
  private static final HttpClient HTTP = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

  private final Client client;

  BigDataIT(Client client) {
    this.client = client;
  }

  @Test
  void an_output_larger_than_the_heap_is_made_served_and_resumed() throws Exception {
    String id = made(OUT_BYTES);
    JsonPath job = client.status(id);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long cut = OUT_BYTES / 3;

    HttpResponse<InputStream> first = get(id, "bytes=0-", "");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    try (InputStream in = first.body()) {
      digest(in, digest, cut);
    }
    HttpResponse<InputStream> rest = get(id, "bytes=" + cut + "-", tag);
    try (InputStream in = rest.body()) {
      digest(in, digest, Long.MAX_VALUE);
    }

    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(job.getLong("output.size")).isEqualTo(OUT_BYTES);
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(job.getString("output.sha256"));
    client.cancel(id).then().statusCode(200);
  }

  @Test
  void a_file_larger_than_the_heap_goes_through() throws Exception {
    HttpResponse<String> answer =
        Upload.send(client.base(), "{\"operation\":\"shout\"}", new Lines(IN_BYTES));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String id = JsonPath.from(answer.body()).getString("id");
    awaitEnd(id);

    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    digest(new Lines(IN_BYTES), expected, Long.MAX_VALUE);
    JsonPath job = client.status(id);
    assertThat(job.getString("status")).isEqualTo("Succeeded");
    assertThat(job.getString("output.sha256"))
        .isEqualTo(HexFormat.of().formatHex(expected.digest()));
    client.cancel(id).then().statusCode(200);
  }

  @Test
  void a_download_whose_output_is_deleted_is_never_silently_truncated() throws Exception {
    long size = 100_000_000;
    String id = made(size);
    HttpResponse<InputStream> answer = get(id, null, "");
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(size);

    long seen;
    boolean broken = false;
    try (InputStream in = answer.body()) {
      seen = in.readNBytes(1000).length;
      client.ask().delete("/job/{id}/output", id).then().statusCode(200);
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        seen += n;
      }
    } catch (IOException cut) {
      broken = true;
      seen = -1;
    }

    assertThat(broken || seen == size).as("all bytes, or an error").isTrue();
  }

  private String made(long bytes) {
    String id = client.simulated(Map.of("outputBytes", bytes));
    awaitEnd(id);
    return id;
  }

  private void awaitEnd(String id) {
    Awaitility.await("job " + id)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> client.status(id).getString("finishedAt") != null);
  }

  private HttpResponse<InputStream> get(String id, String range, String ifRange)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(client.base() + "/job/" + id + "/output"));
    if (range != null) {
      request.header("Range", range);
    }
    if (!ifRange.isEmpty()) {
      request.header("If-Range", ifRange);
    }
    return HTTP.send(request.build(), BodyHandlers.ofInputStream());
  }

  private static void digest(InputStream in, MessageDigest digest, long limit) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = limit;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        return;
      }
      digest.update(buffer, 0, n);
      left -= n;
    }
  }

  /** Generates lines in upper case without holding all of them in memory. */
  private static final class Lines extends InputStream {
    private static final byte[] LINE =
        "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG\n".getBytes(US_ASCII);
    private final long size;
    private long position;

    Lines(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      return position == size ? -1 : LINE[(int) (position++ % LINE.length)];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (position == size) {
        return -1;
      }
      int n = (int) Math.min(length, size - position);
      for (int i = 0; i < n; i++) {
        buffer[offset + i] = LINE[(int) (position++ % LINE.length)];
      }
      return n;
    }
  }
}
