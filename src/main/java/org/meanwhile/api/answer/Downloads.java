package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.meanwhile.api.http.ByteRange;
import org.meanwhile.api.http.ClientGone;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.Output;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.statistics.JobMetrics;

/**
 * Streams outputs to clients in pieces of 64 KiB. When an output is deleted while it is sent, the
 * response breaks off, so that no client takes a part for the whole.
 */
@ApplicationScoped
public class Downloads {
  private static final int BUFFER_BYTES = 64 * 1024;

  @Inject private ContentStore contents;
  @Inject private JobMetrics metrics;

  StreamingOutput of(Output output, ByteRange bytes) {
    return to -> send(output, bytes, to);
  }

  private void send(Output output, ByteRange bytes, OutputStream to) throws IOException {
    if (bytes.sizeBytes() == 0) {
      return;
    }
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, bytes.sizeBytes())];
    long remaining = bytes.sizeBytes();
    try (InputStream from = open(output, bytes.first())) {
      while (remaining > 0) {
        int read = from.read(buffer, 0, (int) Math.min(buffer.length, remaining));
        if (read < 0) {
          throw new EOFException("the output of job " + output.job() + " ends too early");
        }
        to.write(buffer, 0, read);
        remaining -= read;
      }
    } catch (ClientGone e) {
      // The client has disconnected: the rest is not read from the database.
    } finally {
      metrics.sent(bytes.sizeBytes() - remaining);
    }
  }

  private InputStream open(Output output, long fromByte) throws IOException {
    if (output.contentId().isPresent()) {
      return contents.read(
          output.contentId().get(), output.sizeBytes(), fromByte, RetryPolicy.NONE);
    }
    byte[] inline = contents.readInline(output.job());
    if (inline == null) {
      throw new EOFException("the output of job " + output.job() + " was deleted");
    }
    InputStream whole = new ByteArrayInputStream(inline);
    whole.skipNBytes(fromByte);
    return whole;
  }
}
