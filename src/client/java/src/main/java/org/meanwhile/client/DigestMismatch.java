package org.meanwhile.client;

import java.io.IOException;

/**
 * The bytes are not those that the server's {@code Repr-Digest} or {@code Content-Length} speaks
 * of.
 */
public final class DigestMismatch extends IOException {
  private static final long serialVersionUID = 1;

  DigestMismatch(String message) {
    super(message);
  }
}
