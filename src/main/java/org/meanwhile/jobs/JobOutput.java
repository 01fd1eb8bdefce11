package org.meanwhile.jobs;

import java.io.InputStream;
import java.util.function.Supplier;

/**
 * The output of a job.
 *
 * @param name the file name that is proposed to clients
 * @param sha256 the digest in lower-case hexadecimal
 * @param content opens the bytes, as often as it is asked; reading throws an {@link
 *     java.io.IOException} when the output is deleted meanwhile
 */
public record JobOutput(
    String mediaType, String name, long sizeBytes, String sha256, Supplier<InputStream> content) {

  /** Opens the bytes; to be closed. */
  public InputStream open() {
    return content.get();
  }
}
