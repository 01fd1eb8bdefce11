package org.meanwhile.job.content;

import java.io.IOException;

/** More bytes were written than may be. */
public class ContentTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limitBytes;

  ContentTooLarge(long limitBytes) {
    super("more than " + limitBytes + " bytes");
    this.limitBytes = limitBytes;
  }

  /** How many may be. */
  public long limitBytes() {
    return limitBytes;
  }
}
