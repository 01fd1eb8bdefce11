package org.meanwhile.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The file that a caller sent with a job. Belongs to the run's thread, like its {@link Task}; it is
 * readable until the run ends.
 */
public interface InputFile {

  /**
   * The media type that the caller declared, with its parameters; {@code application/octet-stream}
   * when the caller declared none. It matches one of {@link OperationDefinition#takes()}; whether
   * the content does is not checked.
   */
  String mediaType();

  /** The file name that the caller gave, without directories; empty when the caller gave none. */
  Optional<String> name();

  /** The length in bytes, 0 or more. */
  long sizeBytes();

  /**
   * Opens a new stream from the first byte. May be called more than once. The content is read from
   * the store chunk by chunk, so memory does not grow with its length.
   *
   * @throws IOException when the store cannot be read; the streams throw it as well
   */
  InputStream open() throws IOException;
}
