package org.meanwhile.builtin.bulk;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The jobs that a bulk job acts on, as its checkpoint has them.
 *
 * @param jobs how many there are
 * @param done the outcomes of so many are stored, from the first
 */
record BulkSelection(UUID id, int jobs, int done) {

  static BulkSelection read(byte[] checkpoint) {
    String[] parts = new String(checkpoint, StandardCharsets.US_ASCII).split(" ");
    return new BulkSelection(
        UUID.fromString(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  byte[] checkpoint() {
    return (id + " " + jobs + " " + done).getBytes(StandardCharsets.US_ASCII);
  }

  BulkSelection done(int so) {
    return new BulkSelection(id, jobs, so);
  }
}
