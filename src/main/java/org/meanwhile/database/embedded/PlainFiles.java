package org.meanwhile.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** The files of a disk, opened as {@link PlainFile}. H2 makes one for each path. */
public final class PlainFiles extends FilePathWrapper {
  static final String SCHEME = "plain";

  /** For H2, which makes one from another by this. */
  public PlainFiles() {}

  /** From now on H2 knows {@code jdbc:h2:plain:}. */
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
