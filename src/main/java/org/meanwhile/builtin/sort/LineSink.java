package org.meanwhile.builtin.sort;

import java.io.IOException;

/** Takes lines in their final order: a run, or the output. */
interface LineSink {

  /** The bytes are the caller's again as soon as this returns. */
  void write(byte[] bytes, int offset, int length) throws IOException;
}
