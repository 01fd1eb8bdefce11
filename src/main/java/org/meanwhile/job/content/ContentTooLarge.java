package org.meanwhile.job.content;

import java.io.IOException;

/** Thrown when more bytes are written than the limit allows. */
public class ContentTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limitBytes;

  public ContentTooLarge(long limitBytes) {
    super("more than " + limitBytes + " bytes");
    this.limitBytes = limitBytes;
  }

  public long limitBytes() {
    return limitBytes;
  }
}
