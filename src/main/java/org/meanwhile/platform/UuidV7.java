package org.meanwhile.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds and 74 bits from a
 * {@link SecureRandom}, so that one UUID does not help to guess another. Safe for use by many
 * threads.
 */
@ApplicationScoped
public class UuidV7 {
  private final SecureRandom random = new SecureRandom();
  private Clock clock;

  /** For the container's proxy. */
  protected UuidV7() {
    this(new SystemClock().clock());
  }

  /** Takes the time of its UUIDs from the given clock. */
  @Inject
  UuidV7(Clock clock) {
    this.clock = clock;
  }

  public UUID next() {
    byte[] bytes = new byte[10];
    random.nextBytes(bytes);
    long high = (clock.millis() << 16) | 0x7000 | ((bytes[0] & 0x0F) << 8) | (bytes[1] & 0xFF);
    long low = 0;
    for (int i = 2; i < 10; i++) {
      low = (low << 8) | (bytes[i] & 0xFF);
    }
    return new UUID(high, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }
}
