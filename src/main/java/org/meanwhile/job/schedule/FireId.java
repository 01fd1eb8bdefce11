package org.meanwhile.job.schedule;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.meanwhile.job.JobId;
import org.meanwhile.platform.Sha256;

/** The id of the job of a fire: a UUID of version 8 (RFC 9562, section 5.8) made of a digest. */
final class FireId {
  private FireId() {}

  /** The same for the same schedule and instant, on every node. */
  static JobId of(UUID schedule, Instant at) {
    ByteBuffer digest = ByteBuffer.wrap(Sha256.of(schedule + " " + at));
    long high = digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x8000L;
    long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new JobId(new UUID(high, low));
  }
}
