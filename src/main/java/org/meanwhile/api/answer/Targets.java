package org.meanwhile.api.answer;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.job.JobId;
import org.meanwhile.representation.Links;

/**
 * Where the response to a request may lead: links, and the target of a redirect to the output.
 *
 * <p>A redirect from the job's own URI is relative (RFC 9110, section 10.2.2), so that it holds
 * behind a proxy that tells nobody what it rewrites. From elsewhere it is absolute as all other
 * links are.
 *
 * @param links absolute URIs
 * @param relativeOutput the output as a reference that is relative to the URI of the request; empty
 *     when that is not the job's own
 * @param monitored whether the client that creates a job prefers to poll at its monitor
 */
public record Targets(Links links, Optional<URI> relativeOutput, boolean monitored) {

  /** For a request to any URI but the job's own. */
  public static Targets of(Links links) {
    return new Targets(links, Optional.empty(), false);
  }

  /** For a request to {@code /job/{id}}, with or without a slash at its end. */
  public static Targets ofJob(Links links, UriInfo uri, JobId id) {
    return endsWithSlash(uri.getRequestUri().getRawPath())
        ? new Targets(links, Optional.of(URI.create("output")), false)
        : ofJob(links, id);
  }

  /** For a request to {@code /job/{id}}, without a slash at its end. */
  public static Targets ofJob(Links links, JobId id) {
    return new Targets(links, Optional.of(URI.create(id + "/output")), false);
  }

  /** JAX-RS ignores a slash at the end, also before parameters of the empty last segment. */
  private static boolean endsWithSlash(String path) {
    return path.endsWith("/") || path.startsWith(";", path.lastIndexOf('/') + 1);
  }

  /** The same for a request that creates a job, with its preference. */
  public Targets preferredBy(HttpHeaders headers) {
    return new Targets(links, relativeOutput, RequestFields.prefersMonitor(headers));
  }

  /** Where a job that was created is to be polled. */
  URI job(JobId id) {
    return URI.create(monitored ? links.monitor(id) : links.job(id));
  }

  /** The target of a redirect to the output of the job. */
  URI output(JobId id) {
    return relativeOutput.orElseGet(() -> URI.create(links.output(id)));
  }
}
