package org.meanwhile.job.delivery;

import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Callback;
import org.meanwhile.job.JobId;

/**
 * A delivery that only this node tries, until its claim runs out.
 *
 * @param id the same in each attempt
 * @param claim fences this attempt: a later claim has another number
 * @param caller whose job it is
 * @param failures failed attempts in a row
 * @param body what an earlier attempt sent
 */
public record ClaimedDelivery(
    UUID id,
    long claim,
    JobId job,
    String caller,
    int failures,
    Optional<byte[]> body,
    Callback callback) {}
