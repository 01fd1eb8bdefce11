package org.meanwhile.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The file that a caller sent with a job. */
public interface InputFile {

  /** As the caller sent it; {@code application/octet-stream} when the caller sent none. */
  String mediaType();

  /** The name that the caller gave, without directories. */
  Optional<String> name();

  /** Its length in bytes. */
  long sizeBytes();

  /** A new stream from its first byte, each time; read from the store piece by piece. */
  InputStream open() throws IOException;
}
