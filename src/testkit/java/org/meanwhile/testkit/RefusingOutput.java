package org.meanwhile.testkit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Refuses every write once the run has to stop. */
final class RefusingOutput extends FilterOutputStream {
  private final Runnable requireNotCanceled;

  RefusingOutput(OutputStream target, Runnable requireNotCanceled) {
    super(target);
    this.requireNotCanceled = requireNotCanceled;
  }

  @Override
  public void write(int b) throws IOException {
    requireNotCanceled.run();
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    requireNotCanceled.run();
    out.write(bytes, from, length);
  }
}
