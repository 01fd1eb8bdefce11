package org.meanwhile.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** H2's file system {@code plain:}, which opens each path as a {@link PlainFile}. */
public final class PlainFiles extends FilePathWrapper {
  static final String SCHEME = "plain";

  /** For H2, which creates an instance for each path by reflection. */
  public PlainFiles() {}

  /** Makes {@code jdbc:h2:plain:} known to H2, in the whole JVM. */
  static void register() {
    FilePath.register(new PlainFiles());
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new PlainFile(getBase().toString(), mode);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }
}
