package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;
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
   * A request as it was sent.
   *
   * @param asked the request, read and validated but for its file; empty when nobody has read it
   *     yet
   */
  record Received(
      JsonNode job, Optional<JobRequestReader.Asked> asked, Optional<StagedFile> file) {}

  /**
   * Reads all parts. The file is staged; it is discarded when the parts are closed, unless they
   * were {@linkplain Parts#keep kept}.
   *
   * <p>The part {@code job} is validated as soon as it is there, so that a client does not send its
   * file in vain; but for a possible repetition, which only the file's digest can confirm.
   *
   * @param mayBeRepetition whether an earlier request may have been the same, going by the part
   *     {@code job} alone
   * @throws Problem when the request is refused; nothing of it is stored then
   */
  Parts read(InputStream body, String contentType, Predicate<JsonNode> mayBeRepetition)
      throws IOException {
    if (contentType == null
        || !contentType.strip().regionMatches(true, 0, FORM, 0, FORM.length())) {
      // Without a type, or with a wildcard for one, every request matches.
      throw new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "a job is application/json or " + FORM);
    }
    Parts parts = new Parts(mayBeRepetition);
    boolean whole = false;
    try {
      FileItemIterator items = streaming().getItemIterator(new Body(body, contentType));
      while (items.hasNext()) {
        parts.take(items.next());
      }
      parts.requireJob();
      whole = true;
      return parts;
    } catch (ContentTooLarge e) {
      throw new Problem(
          ProblemType.CONTENT_TOO_LARGE, "a file may have " + e.limitBytes() + " bytes");
    } catch (FileUploadException | IOException | InvalidFileNameException e) {
      // Every other IOException is the parser's: a body that breaks off throws a Problem.
      throw new Problem(ProblemType.MALFORMED_REQUEST, "the multipart body is not well-formed");
    } finally {
      if (!whole) {
        parts.close();
      }
    }
  }

  /** The parts of one request. For one thread. */
  final class Parts implements AutoCloseable {
    private final Predicate<JsonNode> mayBeRepetition;
    private JsonNode job;
    private JobRequestReader.Asked asked;
    private ContentWriter writer;
    private StagedFile file;
    private boolean kept;

    private Parts(Predicate<JsonNode> mayBeRepetition) {
      this.mayBeRepetition = mayBeRepetition;
    }

    private void take(FileItemStream item) throws IOException {
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
      if (!mayBeRepetition.test(job)) {
        asked = reader.read(job);
      }
    }

    private void takeFile(FileItemStream item, InputStream in) throws IOException {
      if (writer != null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "there are two parts file");
      }
      String type = Optional.ofNullable(item.getContentType()).orElse("application/octet-stream");
      if (!TYPE.matcher(type).matches()) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "the file's media type is none");
      }
      if (asked != null) {
        asked.checkFileType(type);
      }
      writer = contents.stageUpload(settings.get(JobSettings.FILE_MAX_BYTES));
      in.transferTo(writer);
      file = new StagedFile(writer.finish(), FileName.of(item.getName()), type);
    }

    private void requireJob() {
      if (job == null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "the part job is missing");
      }
    }

    Received received() {
      return new Received(job, Optional.ofNullable(asked), Optional.ofNullable(file));
    }

    /** A job has the file now. */
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
