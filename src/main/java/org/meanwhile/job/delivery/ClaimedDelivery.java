package org.meanwhile.job.delivery;

import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Callback;
import org.meanwhile.job.JobId;

/**
 * A delivery that is this node's to try, until its claim is over.
 *
 * @param id the same on each try
 * @param claim fences this try: a later claim has another number
 * @param failures how many tries failed in a row
 * @param body what was sent by an earlier try
 */
public record ClaimedDelivery(
    UUID id, long claim, JobId job, int failures, Optional<byte[]> body, Callback callback) {}
