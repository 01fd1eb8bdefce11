package org.meanwhile.job;

import java.util.Optional;
import java.util.UUID;

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
