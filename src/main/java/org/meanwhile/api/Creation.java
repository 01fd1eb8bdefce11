package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiFunction;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.Submission;
import org.meanwhile.job.Submissions;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;

/** Makes a job of a body, whatever its form, for each of the ways to create one. */
@ApplicationScoped
public class Creation {
  @Inject private Submissions submissions;
  @Inject private JobRequestReader reader;
  @Inject private Upload upload;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private Caller caller;

  /** What makes a request the same as an earlier one. */
  @FunctionalInterface
  interface Sameness extends BiFunction<JobRequestReader.Asked, Optional<StagedFile>, Idempotency> {
    /** Nothing does. */
    Sameness NONE = (asked, file) -> Idempotency.NONE;

    static Sameness byKey(String key) {
      return (asked, file) -> Idempotency.byKey(key, Fingerprint.of(asked.body(), file));
    }

    Sameness BY_NAME = (asked, file) -> Idempotency.byName(Fingerprint.of(asked.body(), file));
  }

  /**
   * Reads, validates and stores.
   *
   * @param base this server's root as the request knows it
   * @throws Problem when it cannot be granted; nothing is left of it then
   */
  Submission create(InputStream body, HttpHeaders headers, JobId id, Sameness same, URI base)
      throws IOException {
    MediaType type = headers.getMediaType();
    if (isJson(type)) {
      JobRequestReader.Asked asked = reader.read(json.read(body));
      Upload.requireNoFile(asked);
      return submit(asked, id, Optional.empty(), same, base);
    }
    Upload.Received received = upload.read(body, headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
    boolean kept = false;
    try {
      Submission done = submit(received.asked(), id, received.file(), same, base);
      kept = done.created();
      return done;
    } finally {
      if (!kept) {
        received.discard().run();
      }
    }
  }

  private Submission submit(
      JobRequestReader.Asked asked, JobId id, Optional<StagedFile> file, Sameness same, URI base) {
    return submissions.submit(
        asked.by(
            caller.name(),
            id,
            settings.get(Settings.TOMBSTONE),
            file,
            same.apply(asked, file),
            base));
  }

  private static boolean isJson(MediaType type) {
    return type != null
        && (type.getType() + '/' + type.getSubtype()).equalsIgnoreCase(MediaType.APPLICATION_JSON);
  }

  /** The body, or empty when there is not a byte of it. */
  static Optional<InputStream> something(InputStream body) throws IOException {
    PushbackInputStream peeked = new PushbackInputStream(body);
    int first = peeked.read();
    if (first < 0) {
      return Optional.empty();
    }
    peeked.unread(first);
    return Optional.of(peeked);
  }
}
