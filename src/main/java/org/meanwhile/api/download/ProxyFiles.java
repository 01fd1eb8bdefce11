package org.meanwhile.api.download;

import jakarta.ws.rs.core.HttpHeaders;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meanwhile.job.Output;

/**
 * Has a proxy send a cached file itself. The proxy then answers ranges and conditions by its own
 * rules, so it gets only requests for which they are those of this server; all others are answered
 * here. Safe for many threads.
 *
 * @param path what the proxy calls the directory, for {@code X-Accel-Redirect}
 */
record ProxyFiles(ProxyHeader header, String path, StoredFiles files) {
  private static final String TYPE = "X-Sendfile-Type";

  /** Ranges that every server reads alike. */
  private static final Pattern PLAIN_RANGE = Pattern.compile("bytes=\\d{1,15}-\\d{0,15}");

  /**
   * The value of the field for the proxy; empty when this server sends the bytes.
   *
   * @param partial whether one range is the answer
   */
  Optional<String> value(Output output, HttpHeaders request, boolean partial) {
    if (header == ProxyHeader.NONE
        || output.contentId().isEmpty()
        || !header.field().equalsIgnoreCase(request.getHeaderString(TYPE))
        || request.getHeaderString(HttpHeaders.IF_MATCH) != null
        || request.getHeaderString(HttpHeaders.IF_UNMODIFIED_SINCE) != null
        || !isPlain(output, request, partial)) {
      return Optional.empty();
    }
    return files
        .pathForProxy(output.sha256(), output.contentId().get())
        .map(file -> header == ProxyHeader.X_SENDFILE ? file.toString() : path + below(file));
  }

  private static boolean isPlain(Output output, HttpHeaders request, boolean partial) {
    String range = request.getHeaderString("Range");
    String ifRange = request.getHeaderString("If-Range");
    return range == null
        || partial
            && PLAIN_RANGE.matcher(range).matches()
            && (ifRange == null || ifRange.equals('"' + output.sha256() + '"'));
  }

  private static String below(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }
}
