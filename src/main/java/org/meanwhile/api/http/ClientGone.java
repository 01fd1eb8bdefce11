package org.meanwhile.api.http;

import java.io.IOException;

/**
 * Thrown to stop writing a response whose client has disconnected. A disconnect is not a server
 * fault: it is logged at DEBUG.
 */
public final class ClientGone extends IOException {
  private static final long serialVersionUID = 1L;

  public ClientGone() {
    super("the client has gone");
  }
}
