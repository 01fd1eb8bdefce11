package org.meanwhile.api.http;

import java.io.IOException;

/** A multipart body that is not well-formed; the message says what is wrong, for the client. */
public final class MalformedMultipart extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedMultipart(String message) {
    super(message);
  }
}
