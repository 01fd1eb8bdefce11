package org.meanwhile.document;

import java.net.URI;
import java.util.UUID;
import org.meanwhile.job.JobId;

/**
 * Absolute URIs of resources, as a client knows this server.
 *
 * @param base the server's root, with a slash at its end
 */
public record Links(URI base) {

  /** The job that is polled. */
  public URI job(JobId id) {
    return base.resolve("job/" + id);
  }

  /** The job without redirects. */
  public URI status(JobId id) {
    return base.resolve("job/" + id + "/status");
  }

  /** The job as a stream of events. */
  public URI events(JobId id) {
    return base.resolve("job/" + id + "/events");
  }

  /** The result. */
  public URI output(JobId id) {
    return base.resolve("job/" + id + "/output");
  }

  /** What became of its callback. */
  public URI callback(JobId id) {
    return base.resolve("job/" + id + "/callback");
  }

  /** A share of the result, for its caller. */
  public URI share(JobId id, UUID share) {
    return base.resolve("job/" + id + "/share/" + share);
  }

  /** The result for whoever has the secret. */
  public URI shared(String secret) {
    return base.resolve("shared/" + secret);
  }

  /** An operation in the catalogue. */
  public URI operation(String name) {
    return base.resolve("operation/" + name);
  }
}
