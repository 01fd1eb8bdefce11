package org.meanwhile.api.request;

import jakarta.ejb.EJB;
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
import java.util.function.Supplier;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;
import tools.jackson.databind.JsonNode;

/** Makes a job of a body, whatever its form, for each of the ways to create one. */
@ApplicationScoped
public class JobCreation {
  @EJB private Submissions submissions;
  @Inject private JobRequestReader reader;
  @Inject private MultipartReader upload;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private Caller caller;

  /** What makes a request the same as an earlier one. */
  @FunctionalInterface
  public interface Sameness extends BiFunction<JsonNode, Optional<StagedFile>, Idempotency> {
    /** Nothing does. */
    Sameness NONE = (body, file) -> Idempotency.NONE;

    static Sameness byKey(String key) {
      return (body, file) -> Idempotency.byKey(key, Fingerprint.of(body, file));
    }

    Sameness BY_NAME = (body, file) -> Idempotency.byName(Fingerprint.of(body, file));
  }

  /**
   * Reads, validates and stores. What is not valid any more, since the settings have changed, is
   * answered as it was while it was; whether somebody else has a job of that name is not.
   *
   * @param base this server's root as the request knows it
   * @throws Problem when it cannot be granted; nothing is left of it then
   */
  public Submission create(InputStream body, HttpHeaders headers, JobId id, Sameness same, URI base)
      throws IOException {
    MediaType type = headers.getMediaType();
    if (isJson(type)) {
      JsonNode job = json.read(body);
      return submit(job, () -> withoutFile(job), id, Optional.empty(), same, base);
    }
    MultipartReader.Received received =
        upload.read(
            body,
            headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
            job -> earlier(job, id, Optional.empty(), same).isPresent());
    boolean kept = false;
    try {
      Submission done = submit(received.job(), received.asked(), id, received.file(), same, base);
      kept = done.created();
      return done;
    } finally {
      if (!kept) {
        received.discard().run();
      }
    }
  }

  private JobRequestReader.Asked withoutFile(JsonNode job) {
    JobRequestReader.Asked asked = reader.read(job);
    MultipartReader.requireNoFile(asked);
    return asked;
  }

  /**
   * @param asked throws a problem when the job is not valid
   */
  private Submission submit(
      JsonNode job,
      Supplier<JobRequestReader.Asked> asked,
      JobId id,
      Optional<StagedFile> file,
      Sameness same,
      URI base) {
    JobRequestReader.Asked valid;
    try {
      valid = asked.get();
    } catch (Problem refused) {
      return earlier(job, id, file, same).orElseThrow(() -> refused);
    }
    return submissions.submit(
        valid.by(
            caller.name(),
            id,
            settings.get(JobSettings.TOMBSTONE_RETAIN),
            file,
            same.apply(job, file),
            base));
  }

  private Optional<Submission> earlier(
      JsonNode job, JobId id, Optional<StagedFile> file, Sameness same) {
    return submissions
        .findEarlier(new RequestIdentity(id, caller.name(), same.apply(job, file)))
        .filter(found -> found.outcome() != Submission.Outcome.NOT_YOURS);
  }

  private static boolean isJson(MediaType type) {
    return type != null
        && (type.getType() + '/' + type.getSubtype()).equalsIgnoreCase(MediaType.APPLICATION_JSON);
  }

  /** The body, or empty when there is not a byte of it. */
  public static Optional<InputStream> something(InputStream body) throws IOException {
    PushbackInputStream peeked = new PushbackInputStream(body);
    int first = peeked.read();
    if (first < 0) {
      return Optional.empty();
    }
    peeked.unread(first);
    return Optional.of(peeked);
  }
}
