package org.meanwhile.api.request;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

/** Reads a few fields of requests as RFC 9110 has them, where JAX-RS reads them otherwise. */
@Provider
@PreMatching
public class FieldsFilter implements ContainerRequestFilter {
  private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"";

  /** Possessive: what may be given back is remembered on the stack, and a field may be long. */
  private static final Pattern TAGS =
      Pattern.compile("\\s*\\*\\s*|[\\s,]*+" + TAG + "(?:\\s*+,[\\s,]*+" + TAG + ")*+[\\s,]*+");

  /** JAX-RS reads a weight even where there can be none, and fails on one that is wrong. */
  private static final Pattern WEIGHT = Pattern.compile("0(?:[.][0-9]{0,3})?|1(?:[.]0{0,3})?");

  /** Their resources judge {@code If-Match: *} themselves. */
  private static final Set<String> CHANGES = Set.of("PUT", "DELETE");

  private static boolean soundQuality(MediaType type) {
    String weight = type == null ? null : type.getParameters().get("q");
    return weight == null || WEIGHT.matcher(weight).matches();
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!soundQuality(request.getMediaType())) {
      throw new Problem(ProblemType.MALFORMED_REQUEST, "Content-Type cannot be read");
    }
    String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
      // Section 8.4: read as if it were plain, a coded file would become a wrong result.
      throw new Problem(
              ProblemType.UNSUPPORTED_MEDIA_TYPE, "a body is taken without a content coding only")
          .with(HttpHeaders.ACCEPT_ENCODING, "identity");
    }
    String match = request.getHeaderString(HttpHeaders.IF_MATCH);
    if (match != null && match.strip().equals("*") && !CHANGES.contains(request.getMethod())) {
      // Section 13.1.1: true of whatever exists, and what does not exist is 404 all the same.
      request.getHeaders().remove(HttpHeaders.IF_MATCH);
    }
    String noneMatch = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    if (noneMatch != null && !TAGS.matcher(noneMatch).matches()) {
      // Sent for the sake of a cache only: what matches nothing costs the client no more than that.
      request.getHeaders().remove(HttpHeaders.IF_NONE_MATCH);
    }
  }
}
