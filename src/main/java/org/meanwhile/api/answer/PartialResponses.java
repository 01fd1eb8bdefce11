package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.download.Downloads;
import org.meanwhile.api.http.ByteRange;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.http.ContentDisposition;
import org.meanwhile.api.http.OpenRange;
import org.meanwhile.api.http.Prefer;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobView;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.PartialOutput;

/**
 * Responses with the part of an output that is there while its run goes on (RFC 8673). Safe for
 * many threads.
 */
@ApplicationScoped
public class PartialResponses {
  @Inject private ContentStore contents;
  @Inject private Downloads downloads;
  @Inject private OutputResponses outputs;

  /**
   * The range of a request, and the run that the client has the beginning of.
   *
   * @param ifRange the tag of what the client has, which a further run of the job does not have;
   *     null for none
   * @param ifMatch the tags without which the client wants nothing; null for none
   */
  public record Asked(OpenRange range, String ifRange, String ifMatch) {

    /** The range that is meant of an output with this tag: all of another than the client has. */
    OpenRange of(String tag) {
      return ifRange == null || ifRange.strip().equals('"' + tag + '"')
          ? range
          : new OpenRange(0, Long.MAX_VALUE);
    }
  }

  /** Whether at least one byte of the range is stored. */
  public boolean isThere(JobView view, Asked asked) {
    return find(view)
        .flatMap(output -> asked.of(tag(output)).within(output.sizeBytes()))
        .isPresent();
  }

  /**
   * 206 with the bytes that are there.
   *
   * @throws Problem 404 when there are none, 412 when they are of another run than is asked for
   */
  public Response get(JobView view, Asked asked, String protocol) {
    PartialOutput output = find(view).orElseThrow(() -> notReady(view));
    if (asked.ifMatch() != null && !Conditions.holds(asked.ifMatch(), tag(output))) {
      throw OutputResponses.otherVersion();
    }
    ByteRange bytes =
        asked.of(tag(output)).within(output.sizeBytes()).orElseThrow(() -> notReady(view));
    Response.ResponseBuilder response =
        Response.status(Response.Status.PARTIAL_CONTENT)
            .tag(new EntityTag(tag(output)))
            .type(output.mediaType())
            .header("Content-Range", bytes.openContentRange())
            .header(HttpHeaders.CONTENT_LENGTH, bytes.sizeBytes())
            .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(output.name()))
            .header("Accept-Ranges", "bytes")
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header(HttpHeaders.VARY, Prefer.FIELD)
            .header("X-Content-Type-Options", "nosniff")
            .header("Content-Security-Policy", "sandbox")
            .entity(downloads.of(output, bytes));
    return outputs.closing(response, protocol).build();
  }

  private Optional<PartialOutput> find(JobView view) {
    return contents.partial(List.of(view.job().ranAs())).stream().findFirst();
  }

  /**
   * A run after a crash has the number of the attempt that was cut short, and writes anew: the
   * number of the claim tells them apart, and is the attempt's number where nothing crashed.
   */
  private static String tag(PartialOutput output) {
    return "p-" + output.claim();
  }

  private Problem notReady(JobView view) {
    return outputs.notReady(view).with(HttpHeaders.VARY, Prefer.FIELD);
  }
}
