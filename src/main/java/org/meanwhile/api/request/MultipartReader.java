package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.meanwhile.api.http.FileName;
import org.meanwhile.api.http.FormPart;
import org.meanwhile.api.http.MalformedMultipart;
import org.meanwhile.api.http.MultipartForm;
import org.meanwhile.api.http.ParameterizedField;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.ContentTooLarge;
import org.meanwhile.job.content.ContentWriter;
import org.meanwhile.platform.Settings;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code multipart/form-data} (RFC 7578) part by part as it arrives. The file goes to the
 * database while it arrives, never into memory or onto this node's disk; the parts may come in
 * either order.
 *
 * <p>Neither the servlet's {@code Part} nor JAX-RS's {@code EntityPart} can do that: both buffer
 * files on disk before the first one is seen. {@link MultipartForm} finds the bounds of the parts;
 * this class decides what happens to each.
 */
@ApplicationScoped
public class MultipartReader {
  private static final int BUFFER_BYTES = 8192;

  /** Of a file with a request in each line. */
  static final String NDJSON = "application/x-ndjson";

  private static final String FORM = MediaType.MULTIPART_FORM_DATA;

  /** A media type of visible ASCII: both databases store it, and a command can take it. */
  private static final Pattern TYPE = Pattern.compile("[\\t\\x20-\\x7E]{1,255}");

  @Inject private Json json;
  @Inject private ContentStore contents;
  @Inject private JobRequestReader reader;
  @Inject private Settings settings;

  /**
   * A request as it was sent.
   *
   * @param validated the request, valid but for its file; empty when it was not validated yet
   */
  record Received(JsonNode job, Optional<JobRequest> validated, Optional<StagedFile> file) {}

  /**
   * Reads all parts. The file is staged; it is discarded when the parts are closed, unless they
   * were {@linkplain Parts#keep kept}.
   *
   * <p>The part {@code job} is validated as soon as it has arrived, so that a client does not send
   * its file in vain. It is not when the request may be a repetition, which only the digest of the
   * file can confirm.
   *
   * @param mayBeRepetition whether an earlier request may have been the same, going by the part
   *     {@code job} alone
   * @throws Problem when the request is refused; nothing of it is stored then
   */
  Parts read(InputStream body, String contentType, Predicate<JsonNode> mayBeRepetition)
      throws IOException {
    return read(body, contentType, new Parts(mayBeRepetition, true));
  }

  /**
   * Reads all parts likewise, but keeps nothing: the file is read to its end and dropped. Only that
   * of a group is staged until the parts are closed, because its lines are to be validated.
   */
  Parts readOnly(InputStream body, String contentType) throws IOException {
    return read(body, contentType, new Parts(job -> false, false));
  }

  /**
   * Reads a body that is the file alone.
   *
   * @param job the request that it belongs to
   */
  Parts readFile(InputStream body, String mediaType, JsonNode job) throws IOException {
    Parts parts = new Parts(all -> true, true);
    boolean complete = false;
    try {
      parts.job = job;
      parts.file = new StagedFile(parts.stage(body), Optional.empty(), mediaType);
      complete = true;
      return parts;
    } catch (ContentTooLarge e) {
      throw tooLarge(e);
    } finally {
      if (!complete) {
        parts.close();
      }
    }
  }

  static void requireType(String mediaType) {
    if (!TYPE.matcher(mediaType).matches()) {
      throw new Problem(ProblemType.MALFORMED_REQUEST, "the media type of the file is malformed");
    }
  }

  static Problem tooLarge(ContentTooLarge e) {
    return new Problem(
        ProblemType.CONTENT_TOO_LARGE, "a file may have " + e.limitBytes() + " bytes");
  }

  private Parts read(InputStream body, String contentType, Parts parts) throws IOException {
    if (contentType != null && ParameterizedField.read(contentType).isEmpty()) {
      // Of two boundaries, say, another reader of the request may take the other one.
      throw new Problem(ProblemType.MALFORMED_REQUEST, "Content-Type cannot be read");
    }
    ParameterizedField type =
        ParameterizedField.read(contentType)
            .filter(field -> field.value().equals(FORM))
            .orElseThrow(
                // JAX-RS matches a request without a media type, or with a wildcard, to any method.
                () ->
                    Problem.unsupportedType(
                        "a job is application/json or " + FORM, MediaType.APPLICATION_JSON, FORM));
    boolean complete = false;
    try {
      MultipartForm form = new MultipartForm(body, type);
      Optional<FormPart> part = form.next();
      while (part.isPresent()) {
        parts.take(part.get());
        part = form.next();
      }
      parts.requireJob();
      complete = true;
      return parts;
    } catch (ContentTooLarge e) {
      throw tooLarge(e);
    } catch (MalformedMultipart e) {
      throw new Problem(
          ProblemType.MALFORMED_REQUEST,
          "the multipart body is not well-formed: " + e.getMessage());
    } finally {
      if (!complete) {
        parts.close();
      }
    }
  }

  /** The parts of one request. Not safe for several threads. */
  final class Parts implements AutoCloseable {
    private final Predicate<JsonNode> mayBeRepetition;
    private JsonNode job;
    private JobRequest validated;
    private ContentWriter writer;
    private StagedFile file;
    private final boolean stored;
    private boolean kept;

    private Parts(Predicate<JsonNode> mayBeRepetition, boolean stored) {
      this.mayBeRepetition = mayBeRepetition;
      this.stored = stored;
    }

    private void take(FormPart part) throws IOException {
      ContentCoding.requireNone(part.contentCoding().orElse(null));
      switch (part.name()) {
        case "job" -> takeJob(part.content());
        case "file" -> takeFile(part);
        default ->
            throw new Problem(ProblemType.MALFORMED_REQUEST, "the only parts may be job and file");
      }
    }

    private void takeJob(InputStream in) throws IOException {
      if (job != null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "there are two parts job");
      }
      job = json.read(in);
      if (!mayBeRepetition.test(job)) {
        validated = reader.read(job);
      }
    }

    private void takeFile(FormPart part) throws IOException {
      if (file != null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "there are two parts file");
      }
      String type = part.contentType().orElse("application/octet-stream");
      requireType(type);
      if (validated != null) {
        validated.checkFileType(type);
      }
      StoredContent content = stored || type.equals(NDJSON) ? stage(part.content()) : drop(part);
      file = new StagedFile(content, part.fileName().flatMap(FileName::of), type);
    }

    private StoredContent stage(InputStream content) throws IOException {
      writer = contents.stageUpload(settings.get(JobSettings.FILE_MAX_BYTES));
      content.transferTo(writer);
      return writer.finish();
    }

    /** No content but its size; what is too long is not read on. */
    private StoredContent drop(FormPart part) throws IOException {
      long limit = settings.get(JobSettings.FILE_MAX_BYTES);
      byte[] buffer = new byte[BUFFER_BYTES];
      long size = 0;
      for (int read = 0; read >= 0; read = part.content().read(buffer)) {
        size += read;
        if (size > limit) {
          throw new ContentTooLarge(limit);
        }
      }
      return new StoredContent(null, null, size, "");
    }

    private void requireJob() {
      if (job == null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "the part job is missing");
      }
    }

    Received received() {
      return new Received(job, Optional.ofNullable(validated), Optional.ofNullable(file));
    }

    /** Keeps the file when the parts are closed: a job has it now. */
    void keep() {
      kept = true;
    }

    @Override
    public void close() {
      if (writer != null && !kept) {
        writer.discard();
      }
    }
  }
}
