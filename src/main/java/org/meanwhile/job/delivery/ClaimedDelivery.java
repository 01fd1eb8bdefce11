package org.meanwhile.job.delivery;

import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Callback;
import org.meanwhile.job.JobId;
import org.meanwhile.platform.TraceContext;

/**
 * A delivery that only this node tries, until its claim runs out.
 *
 * @param id the same in each attempt
 * @param claim fences this attempt: a later claim has another number
 * @param caller whose job it is
 * @param failures failed attempts in a row
 * @param body what an earlier attempt sent
 * @param readable false when the callback's secrets are gone or sealed by a key that this node does
 *     not have: nothing may be sent
 * @param trace of the request that created the job
 */
public record ClaimedDelivery(
    UUID id,
    long claim,
    JobId job,
    String caller,
    int failures,
    Optional<byte[]> body,
    Callback callback,
    boolean readable,
    Optional<TraceContext> trace) {}
