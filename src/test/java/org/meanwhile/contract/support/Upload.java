package org.meanwhile.contract.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Sends a job with a file of any size in {@code multipart/form-data}, piece by piece. */
public final class Upload {
  public static final String BOUNDARY = "----meanwhile-test";
  private static final HttpClient HTTP = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

  private Upload() {}

  public static HttpResponse<String> send(URI base, String job, InputStream file)
      throws IOException, InterruptedException {
    InputStream body =
        new SequenceInputStream(
            Collections.enumeration(List.of(text(opening(job)), file, text(closing()))));
    return HTTP.send(
        HttpRequest.newBuilder(base.resolve("/job"))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .timeout(Duration.ofMinutes(30))
            .POST(BodyPublishers.ofInputStream(() -> body))
            .build(),
        BodyHandlers.ofString());
  }

  /** The bytes before the first byte of the file. */
  public static String opening(String job) {
    return String.join(
        "\r\n",
        "--" + BOUNDARY,
        "Content-Disposition: form-data; name=\"job\"",
        "Content-Type: application/json",
        "",
        job,
        "--" + BOUNDARY,
        "Content-Disposition: form-data; name=\"file\"; filename=\"lines.txt\"",
        "Content-Type: text/plain",
        "",
        "");
  }

  public static String closing() {
    return "\r\n--" + BOUNDARY + "--\r\n";
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
