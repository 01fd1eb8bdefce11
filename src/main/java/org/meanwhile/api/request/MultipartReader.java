package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.UploadContext;
import org.meanwhile.api.http.FileName;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.ContentTooLarge;
import org.meanwhile.job.content.ContentWriter;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Settings;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code multipart/form-data} (RFC 7578) part by part as it arrives. The file goes to the
 * store while it comes, never into memory or onto this node's disk; the parts may come in either
 * order.
 */
@ApplicationScoped
public class MultipartReader {
  private static final String FORM = MediaType.MULTIPART_FORM_DATA;
  private static final int PART_HEADER_BYTES = 8 * 1024;

  /** What a database of any kind can store, and a command can be told. */
  private static final Pattern TYPE = Pattern.compile("[\\t\\x20-\\x7E]{1,255}");

  @Inject private Json json;
  @Inject private ContentStore contents;
  @Inject private JobRequestReader reader;
  @Inject private Settings settings;

  /**
   * What came: a request, and the file that its operation takes.
   *
   * @param asked throws a problem when the request is not valid
   */
  record Received(
      JsonNode job,
      Supplier<JobRequestReader.Asked> asked,
      Optional<StagedFile> file,
      Runnable discard) {}

  /**
   * Reads all parts. Whoever gets the answer either makes a job of it or discards it.
   *
   * @param repeats whether a request that is not valid may have been, and made its job then: its
   *     file decides
   * @throws Problem when the request is not valid; nothing is left of it then
   */
  Received read(InputStream body, String contentType, Predicate<JsonNode> repeats)
      throws IOException {
    if (contentType == null
        || !contentType.strip().regionMatches(true, 0, FORM, 0, FORM.length())) {
      // Without a type, or with a wildcard for one, every request matches.
      throw new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "a job is application/json or " + FORM);
    }
    Parts parts = new Parts(repeats);
    boolean whole = false;
    try {
      FileItemIterator items = streaming().getItemIterator(new Body(body, contentType));
      while (items.hasNext()) {
        parts.take(items.next());
      }
      Received received = parts.received();
      whole = true;
      return received;
    } catch (ContentTooLarge e) {
      throw new Problem(
          ProblemType.CONTENT_TOO_LARGE, "a file may have " + e.limitBytes() + " bytes");
    } catch (FileUploadException | IOException | InvalidFileNameException e) {
      // Every other IOException is the parser's: a body that breaks off throws a Problem.
      throw new Problem(ProblemType.MALFORMED_REQUEST, "the multipart body is not well-formed");
    } finally {
      if (!whole) {
        parts.discard();
      }
    }
  }

  private final class Parts {
    private final Predicate<JsonNode> repeats;
    private JsonNode job;
    private JobRequestReader.Asked asked;
    private Problem refusal;
    private ContentWriter writer;
    private StagedFile file;

    Parts(Predicate<JsonNode> repeats) {
      this.repeats = repeats;
    }

    void take(FileItemStream item) throws IOException {
      String name = String.valueOf(item.getFieldName());
      try (InputStream in = item.openStream()) {
        switch (name) {
          case "job" -> takeJob(in);
          case "file" -> takeFile(item, in);
          default ->
              throw new Problem(
                  ProblemType.MALFORMED_REQUEST, "there may be a part job and a part file only");
        }
      }
    }

    private void takeJob(InputStream in) throws IOException {
      if (job != null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "there are two parts job");
      }
      job = json.read(in);
      // At once, so that a refused request does not send its file in vain.
      try {
        asked = reader.read(job);
      } catch (Problem refused) {
        refuse(refused);
      }
    }

    private void refuse(Problem refused) {
      if (!repeats.test(job)) {
        throw refused;
      }
      refusal = refused;
    }

    private void takeFile(FileItemStream item, InputStream in) throws IOException {
      if (writer != null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "there are two parts file");
      }
      String type = Optional.ofNullable(item.getContentType()).orElse("application/octet-stream");
      if (!TYPE.matcher(type).matches()) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "the file's media type is none");
      }
      accepted(type);
      writer = contents.stageUpload(settings.get(JobSettings.FILE_MAX_BYTES));
      in.transferTo(writer);
      file = new StagedFile(writer.finish(), FileName.of(item.getName()), type);
    }

    /** Knows only what came before: with the file first, it is asked again at the end. */
    private void accepted(String mediaType) {
      if (asked != null && refusal == null && !asked.operation().takesFile()) {
        refuse(Problem.invalid(List.of(new Violation("/file", "the operation takes none"))));
      }
      if (asked != null && refusal == null && !asked.operation().accepts(mediaType)) {
        refuse(
            new Problem(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "the operation takes " + String.join(", ", asked.operation().takes())));
      }
    }

    Received received() {
      if (job == null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "the part job is missing");
      }
      if (file != null) {
        accepted(file.mediaType());
      }
      return new Received(job, this::valid, Optional.ofNullable(file), this::discard);
    }

    private JobRequestReader.Asked valid() {
      if (refusal != null) {
        throw refusal;
      }
      if (file == null) {
        requireNoFile(asked);
      }
      return asked;
    }

    void discard() {
      if (writer != null) {
        writer.discard();
      }
    }
  }

  /** For requests that came without a file. */
  static void requireNoFile(JobRequestReader.Asked asked) {
    if (asked.operation().fileRequired() && asked.operation().takesFile()) {
      throw Problem.invalid(
          List.of(
              new Violation(
                  "/file", "is required: send multipart/form-data with the parts job and file")));
    }
  }

  private static FileUpload streaming() {
    FileUpload streaming = new FileUpload();
    streaming.setPartHeaderSizeMax(PART_HEADER_BYTES);
    streaming.setHeaderEncoding("UTF-8");
    return streaming;
  }

  private record Body(InputStream stream, String contentType) implements UploadContext {
    @Override
    public String getCharacterEncoding() {
      return "UTF-8";
    }

    @Override
    public long contentLength() {
      return -1;
    }

    @Override
    @SuppressWarnings("deprecation")
    public int getContentLength() {
      return -1;
    }

    @Override
    public String getContentType() {
      return contentType;
    }

    @Override
    public InputStream getInputStream() {
      return stream;
    }
  }
}
