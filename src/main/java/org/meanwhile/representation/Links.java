package org.meanwhile.representation;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.JobId;

/**
 * Absolute URIs of resources, below the public address of this server.
 *
 * @param base the root of the server, with a slash at its end
 * @param reader the name of who reads the links; empty for the caller of the job that they are of
 */
public record Links(URI base, Optional<String> reader) {
  /**
   * The property of a request that has the base of its links, a {@link URI}, when that may be
   * another one than the request names.
   */
  public static final String BASE_PROPERTY = "org.meanwhile.base";

  /** Links for the caller of a job. */
  public Links(URI base) {
    this(base, Optional.empty());
  }

  public String job(JobId id) {
    return base + "job/" + id;
  }

  /** For polling without redirects. */
  public String status(JobId id) {
    return base + "job/" + id + "/status";
  }

  /** For pollers that know only 202. */
  public String monitor(JobId id) {
    return base + "job/" + id + "/monitor";
  }

  /** The stream of server-sent events. */
  public String events(JobId id) {
    return base + "job/" + id + "/events";
  }

  /** Its attempts. */
  public String history(JobId id) {
    return base + "job/" + id + "/history";
  }

  /** The lines that its runs have written. */
  public String log(JobId id) {
    return base + "job/" + id + "/log";
  }

  /** What the operation was given. */
  public String input(JobId id) {
    return base + "job/" + id + "/input";
  }

  public String output(JobId id) {
    return base + "job/" + id + "/output";
  }

  /** The log of deliveries. */
  public String callback(JobId id) {
    return base + "job/" + id + "/callback";
  }

  /** A share of the output, for the caller of the job. */
  public String share(JobId id, UUID share) {
    return base + "job/" + id + "/share/" + share;
  }

  /** The output for those who know the secret. */
  public String shared(String secret) {
    return base + "shared/" + secret;
  }

  /** A lease, for its worker. */
  public String lease(String secret) {
    return base + "lease/" + secret;
  }

  /** An entry of the catalogue. */
  public String operation(String name) {
    return base + "operation/" + name;
  }

  /** A schedule of the caller. */
  public String schedule(String name) {
    return base + "schedule/" + name;
  }

  /** Where a job of the schedule is made at once. */
  public String scheduleRun(String name) {
    return base + "schedule/" + name + "/run";
  }

  /** The list of the schedule's jobs. */
  public String jobsOfSchedule(String name) {
    return base + "job?schedule=" + name;
  }
}
