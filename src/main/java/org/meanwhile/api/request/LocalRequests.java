package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import org.meanwhile.api.http.FileName;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.ContentTooLarge;
import org.meanwhile.job.content.ContentWriter;
import org.meanwhile.job.submit.RepeatedRequests;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Identity;
import tools.jackson.databind.JsonNode;

/** Makes jobs of requests by code of the same application, as of requests over HTTP. */
@ApplicationScoped
public class LocalRequests {
  @Inject private JobRequestReader reader;
  @Inject private RepeatedRequests repeated;
  @Inject private ContentStore contents;
  @Inject private Settings settings;

  /** The job that an earlier request with the same key has made; empty when there is none. */
  public Optional<Submission> earlier(
      Identity identity,
      JsonNode request,
      Optional<LocalFile> file,
      JobId id,
      IdempotencyRule rule) {
    return repeated.find(identify(identity, request, file, id, rule));
  }

  private static RequestIdentity identify(
      Identity identity,
      JsonNode request,
      Optional<LocalFile> file,
      JobId id,
      IdempotencyRule rule) {
    return rule.identify(id, identity.name(), request, file.map(LocalFile::staged));
  }

  /**
   * Stores a file, which no job has yet. Not to be called inside a container transaction.
   *
   * @throws Problem 400 when the media type is malformed, 413 when the file is too large; nothing
   *     is stored then
   */
  public LocalFile stage(String mediaType, String name, InputStream content) {
    MultipartReader.requireType(mediaType);
    ContentWriter writer = contents.stageUpload(settings.get(JobSettings.FILE_MAX_BYTES));
    boolean complete = false;
    try {
      content.transferTo(writer);
      LocalFile file =
          new LocalFile(writer, new StagedFile(writer.finish(), FileName.of(name), mediaType));
      complete = true;
      return file;
    } catch (ContentTooLarge e) {
      throw MultipartReader.tooLarge(e);
    } catch (IOException e) {
      throw new UncheckedIOException("the file cannot be read", e);
    } finally {
      if (!complete) {
        writer.discard();
      }
    }
  }

  /**
   * Reads and validates a request.
   *
   * @param base the root of this server, for the links in callbacks
   * @throws Problem when it is not valid, or the caller may not use the operation
   */
  public NewJob read(
      Identity identity,
      JsonNode request,
      Optional<LocalFile> file,
      JobId id,
      IdempotencyRule rule,
      URI base) {
    JobRequest valid = reader.read(request, Asker.of(identity));
    if (valid.isGroup()) {
      throw new Problem(ProblemType.INVALID_REQUEST, "a group is submitted over HTTP");
    }
    valid.checkFile(file.map(LocalFile::staged));
    JobOrigin origin =
        valid.operation().actsOnJobs()
            ? JobOrigin.REQUEST.by(identity.memberships())
            : JobOrigin.REQUEST;
    return valid.newJob(
        identity.name(),
        id,
        settings.get(JobSettings.TOMBSTONE_RETAIN),
        file.map(LocalFile::staged),
        identify(identity, request, file, id, rule).idempotency(),
        base,
        Optional.empty(),
        origin);
  }
}
