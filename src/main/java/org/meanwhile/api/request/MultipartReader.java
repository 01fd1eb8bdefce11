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
 * database while it arrives, never into memory or onto this node's disk; the parts may come in
 * either order.
 *
 * <p>Neither the servlet's {@code Part} nor JAX-RS's {@code EntityPart} can do that: both buffer
 * files on disk before the first one is seen. So this class decides what happens to each part, and
 * a library only finds their bounds.
 */
@ApplicationScoped
public class MultipartReader {
  private static final String FORM = MediaType.MULTIPART_FORM_DATA;
  private static final int MAX_PART_HEADER_BYTES = 8 * 1024;

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
    if (contentType == null
        || !contentType.strip().regionMatches(true, 0, FORM, 0, FORM.length())) {
      // JAX-RS matches a request without a media type, or with a wildcard, to any method.
      throw new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "a job is application/json or " + FORM);
    }
    Parts parts = new Parts(mayBeRepetition);
    boolean complete = false;
    try {
      FileItemIterator items = parser().getItemIterator(new Body(body, contentType));
      while (hasNext(items)) {
        parts.take(items.next());
      }
      parts.requireJob();
      complete = true;
      return parts;
    } catch (ContentTooLarge e) {
      throw new Problem(
          ProblemType.CONTENT_TOO_LARGE, "a file may have " + e.limitBytes() + " bytes");
    } catch (FileUploadException | IOException | InvalidFileNameException e) {
      // Every other IOException is the parser's: a body that breaks off throws a Problem.
      throw new Problem(ProblemType.MALFORMED_REQUEST, "the multipart body is not well-formed");
    } finally {
      if (!complete) {
        parts.close();
      }
    }
  }

  /** The parser does not check that a part which is itself a multipart names its boundary. */
  private static boolean hasNext(FileItemIterator items) throws FileUploadException, IOException {
    try {
      return items.hasNext();
    } catch (NullPointerException noBoundary) {
      throw new FileUploadException("a nested multipart has no boundary", noBoundary);
    }
  }

  /** The parts of one request. Not safe for several threads. */
  final class Parts implements AutoCloseable {
    private final Predicate<JsonNode> mayBeRepetition;
    private JsonNode job;
    private JobRequest validated;
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
                  ProblemType.MALFORMED_REQUEST, "the only parts may be job and file");
        }
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

    private void takeFile(FileItemStream item, InputStream in) throws IOException {
      if (writer != null) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "there are two parts file");
      }
      String type = Optional.ofNullable(item.getContentType()).orElse("application/octet-stream");
      if (!TYPE.matcher(type).matches()) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "the media type of the file is malformed");
      }
      if (validated != null) {
        validated.checkFileType(type);
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

  private static FileUpload parser() {
    FileUpload parser = new FileUpload();
    parser.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
    parser.setHeaderEncoding("UTF-8");
    return parser;
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
