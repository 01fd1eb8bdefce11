package org.meanwhile.builtin.sort;

import java.io.IOException;

/** Receives lines in their final order: a run, or the output. */
interface LineSink {

  /** Writes one line, without a line end. The caller may reuse the array afterwards. */
  void write(byte[] bytes, int offset, int length) throws IOException;
}
