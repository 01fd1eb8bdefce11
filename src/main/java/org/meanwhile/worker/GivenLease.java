package org.meanwhile.worker;

import java.time.Instant;
import java.util.Map;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.security.UriSecret;

/**
 * A job that a worker gets.
 *
 * @param secret belongs into the lease's URI and nowhere else
 * @param expiresAt when the lease is lost, once it is used and not renewed
 */
public record GivenLease(
    UriSecret secret, ClaimedJob job, Map<String, String> labels, Instant expiresAt) {}
