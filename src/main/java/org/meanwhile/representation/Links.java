package org.meanwhile.representation;

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
  public String job(JobId id) {
    return base + "job/" + id;
  }

  /** The job without redirects. */
  public String status(JobId id) {
    return base + "job/" + id + "/status";
  }

  /** The job as a stream of events. */
  public String events(JobId id) {
    return base + "job/" + id + "/events";
  }

  /** The result. */
  public String output(JobId id) {
    return base + "job/" + id + "/output";
  }

  /** What became of its callback. */
  public String callback(JobId id) {
    return base + "job/" + id + "/callback";
  }

  /** A share of the result, for its caller. */
  public String share(JobId id, UUID share) {
    return base + "job/" + id + "/share/" + share;
  }

  /** The result for whoever has the secret. */
  public String shared(String secret) {
    return base + "shared/" + secret;
  }

  /** An operation in the catalogue. */
  public String operation(String name) {
    return base + "operation/" + name;
  }
}
