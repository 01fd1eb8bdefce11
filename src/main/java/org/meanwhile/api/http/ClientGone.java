package org.meanwhile.api.http;

import java.io.IOException;

/** Thrown to stop writing a response whose client has disconnected. */
public final class ClientGone extends IOException {
  private static final long serialVersionUID = 1L;

  /** A disconnect is not a server fault: nobody logs it above DEBUG. */
  public ClientGone() {
    super("the client has gone");
  }
}
